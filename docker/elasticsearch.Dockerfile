# The official server, with the Ukrainian dictionary that its own hunspell filter reads. No plugin is needed.
ARG STACK_VERSION=9.4.3

FROM debian:bookworm-slim AS dictionary
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
# hadolint ignore=DL3008
RUN apt-get update \
 && apt-get install -y --no-install-recommends hunspell-uk \
 && rm -rf /var/lib/apt/lists/* \
 && mkdir -p /dictionary/uk_UA \
 && cp -L /usr/share/hunspell/uk_UA.aff /usr/share/hunspell/uk_UA.dic /dictionary/uk_UA/ \
 && printf 'ignore_case: true\n' > /dictionary/uk_UA/settings.yml

FROM elasticsearch:${STACK_VERSION}
COPY --from=dictionary --chown=elasticsearch:root /dictionary/ /usr/share/elasticsearch/config/hunspell/
# A volume takes over the rights of the folder that it is laid over.
RUN mkdir -p /usr/share/elasticsearch/snapshots
