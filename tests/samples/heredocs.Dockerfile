# syntax=docker/dockerfile:1
FROM debian:bookworm-slim
ARG GREETING=hello

RUN <<EOF
set -eu
apt-get update
apt-get install -y --no-install-recommends cron curl
rm -rf /var/lib/apt/lists/*
EOF

RUN <<-'PYTHON' python3
	import json
	# the delimiter is quoted: $GREETING is left alone
	print(json.dumps({"greeting": "$GREETING"}))
	PYTHON

COPY <<nightly.cron <<"rotate.conf" /etc/jobs/
# minute hour day month weekday
15 3 * * * root /usr/local/bin/backup --note "$GREETING"
nightly.cron
/var/log/backup.log {
    weekly
    rotate 4
}
rotate.conf

COPY --chmod=0755 <<'SCRIPT' /usr/local/bin/backup
#!/bin/sh
cat <<INNER
this is the shell's own heredoc: $1
INNER
SCRIPT

CMD ["cron", "-f"]
