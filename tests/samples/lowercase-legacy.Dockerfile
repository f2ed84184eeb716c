from ubuntu:16.04
maintainer Operations
env DEBIAN_FRONTEND noninteractive
env LANG C.UTF-8
env GREETING a value with   spaces that are kept
label role legacy build box
add http://example.org/archive/tools-1.4.tar.gz /opt/
add vendor.tar.xz /opt/vendor
run apt-get update
run apt-get install -y \

    make \
    # an empty line and a comment between continued lines are allowed

    gcc

expose 22 8000-8010
volume /data /cache
workdir /opt
user root
cmd /opt/tools/bin/start --foreground
