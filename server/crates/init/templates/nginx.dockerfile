{{ note("site-final") }}
FROM nginxinc/nginx-unprivileged:{{ versions.nginx }}-alpine AS final
{% if fallback %}

{{ note("site-fallback") }}
COPY <<'NGINX' /etc/nginx/conf.d/default.conf
server {
    listen 8080;
    root /usr/share/nginx/html;
    location / {
        try_files $uri $uri/ /index.html;
    }
}
NGINX
{% endif %}
