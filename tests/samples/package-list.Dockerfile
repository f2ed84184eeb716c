FROM debian:bookworm
RUN apt-get update && apt-get install -y --no-install-recommends \
        autoconf \
        automake \
        bison \
        build-essential \
        bzip2 \
        ca-certificates \
        ccache \
        cmake \
        curl \
        default-libmysqlclient-dev \
        dpkg-dev \
        file \
        flex \
        g++ \
        gcc \
        gdb \
        git \
        imagemagick \
        libbz2-dev \
        libc6-dev \
        libcurl4-openssl-dev \
        libdb-dev \
        libevent-dev \
        libffi-dev \
        libgdbm-dev \
        libglib2.0-dev \
        libgmp-dev \
        libjpeg-dev \
        libkrb5-dev \
        liblzma-dev \
        libmagickcore-dev \
        libncurses5-dev \
        libpng-dev \
        libpq-dev \
        libreadline-dev \
        libsqlite3-dev \
        libssl-dev \
        libtool \
        libwebp-dev \
        libxml2-dev \
        libxslt-dev \
        libyaml-dev \
        # the linker of our choice
        lld \
        make \
        ninja-build \
        patch \
        pkg-config \
        unzip \
        valgrind \
        xz-utils \
        zlib1g-dev \
    && rm -rf /var/lib/apt/lists/*
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
RUN curl -fsSL https://example.org/toolchain.tar.gz | tar -xz -C /usr/local --strip-components=1
