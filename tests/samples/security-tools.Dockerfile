# syntax=docker/dockerfile:1
# check=skip=SecretsUsedInArgOrEnv
FROM alpine:3.20@sha256:beefdbd8a1da6d2915566fde36db9db0b524eb737fc57cd1367effd16dc0d06d AS fetch
ADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d \
    https://example.org/releases/scanner-2.1.0.tar.gz /tmp/scanner.tar.gz
ADD --keep-git-dir=true https://github.com/example/rules.git#v4 /rules
RUN --network=none tar -xzf /tmp/scanner.tar.gz -C /usr/local/bin scanner

FROM alpine:3.20
RUN --security=sandbox apk add --no-cache git openssh-client
RUN --mount=type=ssh,id=deploy --mount=type=secret,id=hosts,dst=/root/.ssh/known_hosts \
    git clone git@git.example.org:team/policies.git /policies
COPY --from=fetch /usr/local/bin/scanner /usr/local/bin/scanner
COPY --from=fetch --exclude=*.md --parents /rules/./**/*.yaml /etc/scanner/
HEALTHCHECK NONE
ENTRYPOINT ["scanner"]
