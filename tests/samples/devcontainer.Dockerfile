ARG VARIANT="bookworm"
FROM mcr.microsoft.com/devcontainers/base:${VARIANT}

# hadolint ignore=DL3008
RUN apt-get update && export DEBIAN_FRONTEND=noninteractive \
    && apt-get -y install --no-install-recommends fish fzf shellcheck \
    && apt-get autoremove -y

ARG NODE_VERSION="none"
RUN if [ "${NODE_VERSION}" != "none" ]; then \
        su vscode -c "umask 0002 && . /usr/local/share/nvm/nvm.sh && nvm install ${NODE_VERSION} 2>&1"; \
    fi
USER vscode
SHELL ["/usr/bin/fish", "-c"]
RUN set -U fish_greeting "" ; and echo ready
