{% if port %}

{{ note("expose") }}
EXPOSE {{ port }}
{% endif %}

{{ note("health") }}
HEALTHCHECK NONE

{{ note("command") }}
{% if entrypoint %}
ENTRYPOINT {{ entrypoint | exec }}
{% else %}
CMD {{ command | exec }}
{% endif %}
