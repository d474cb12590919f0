"""What is printed around an article: menus, headings, photo credits and dates, by language and era.

In: nothing. Out: tables, and dates in words.
"""

from __future__ import annotations

from datetime import datetime

MONTHS = {
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "en": "January February March April May June July August September October November December",
}
MONTH_NAMES = {
    "uk": "Січень Лютий Березень Квітень Травень Червень Липень Серпень Вересень Жовтень Листопад Грудень",
    "ru": "Январь Февраль Март Апрель Май Июнь Июль Август Сентябрь Октябрь Ноябрь Декабрь",
}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MENU = {
    "uk": ("Новини", "Місто", "Культура", "Спорт", "Економіка", "Редакція", "Реклама"),
    "ru": ("Новости", "Город", "Культура", "Спорт", "Экономика", "Редакция", "Реклама"),
    "en": ("News", "City", "Culture", "Sport", "Economy", "About us", "Advertising"),
}
WORDS = {
    "uk": {
        "source": "Джерело",
        "related": "Читайте також",
        "photo": "Фото: архів редакції",
        "newsletter": "Підпишіться на нашу розсилку",
        "rights": "Усі права захищено.",
        "tags": "Теги",
        "comments": "Коментарі",
        "print": "Версія для друку",
        "home": "На головну",
        "year": "р.",
    },
    "ru": {
        "source": "Источник",
        "related": "Читайте также",
        "photo": "Фото: архив редакции",
        "newsletter": "Подпишитесь на нашу рассылку",
        "rights": "Все права защищены.",
        "tags": "Теги",
        "comments": "Комментарии",
        "print": "Версия для печати",
        "home": "На главную",
        "year": "г.",
    },
    "en": {
        "source": "Source",
        "related": "Read also",
        "photo": "Stock photo: Ledger archive",
        "newsletter": "Subscribe to our newsletter",
        "rights": "All rights reserved.",
        "tags": "Tags",
        "comments": "Comments",
        "print": "Print",
        "home": "Home",
        "year": "",
    },
}
ADDED = {
    "uk": "Оновлено: редакція виправила неточність у цифрах.",
    "ru": "Обновлено: редакция исправила неточность в цифрах.",
    "en": "Updated: the paper has corrected a figure.",
}
RETITLED = {"uk": "{title} (оновлено)", "ru": "{title} (обновлено)", "en": "{title} (updated)"}


def in_words(when: datetime, language: str) -> str:
    """Return a day in words.

    >>> in_words(datetime(2019, 3, 12), "uk"), in_words(datetime(2019, 3, 12), "en")
    ('12 березня 2019', '12 March 2019')
    """
    return f"{when.day} {MONTHS[language].split()[when.month - 1]} {when.year}"


def month_in_words(when: datetime, language: str) -> str:
    """Return a month and its year in words, as on the cover of a monthly.

    >>> month_in_words(datetime(2003, 5, 1), "uk")
    'Травень 2003'
    """
    return f"{MONTH_NAMES[language].split()[when.month - 1]} {when.year}"
