# syntax=docker/dockerfile:1

{{ note("header") }}

{% if version.file %}
{{ note("version-from", program, version.text, version.file) }}
{% else %}
{{ note("version-current", program, version.text) }}
{% endif %}

