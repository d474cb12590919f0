# Backfile itself: the same image loads archives and serves the search.
FROM python:3.13-slim-bookworm AS built
WORKDIR /src
COPY requirements.lock ./
RUN python -m venv /app \
 && /app/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY . .
RUN /app/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.13-slim-bookworm
# The number is the one that runs Elasticsearch in its image: both read the secrets volume.
RUN useradd --uid 1000 --create-home backfile \
 && mkdir -p /archives /keys /refused /sample /secrets /web-key \
 && chown backfile:backfile /archives /keys /refused /sample /secrets /web-key
COPY --from=built /app /app
ENV PATH=/app/bin:$PATH \
    PYTHONUNBUFFERED=1
USER 1000
WORKDIR /home/backfile
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=6 \
  CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["backfile", "serve", "--host", "0.0.0.0", "--port", "8000"]
