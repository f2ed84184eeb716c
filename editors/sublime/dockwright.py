"""Gives Dockerfiles their syntax by the whole name, which Sublime Text itself cannot: it knows extensions only.

Put this file into the folder `Packages/User` (`Preferences > Browse Packages…`).
"""

import re
from os.path import basename

import sublime_plugin

SYNTAX = "scope:source.dockerfile"

NAME = re.compile(r"(?:[Dd]ocker|[Cc]ontainer)file(?:[.-].+)?|.+\.(?:[Dd]ocker|[Cc]ontainer)file")
# Extensions of other kinds of files: `dockerfile.py` is Python, and `Dockerfile.j2` is a template.
OTHER = re.compile(
    r"""
    .*(?:~|\.(?:
          md|mdx|markdown|rst|adoc|txt|log|pdf|html|htm|css|svg|png|csv|diff|patch|py|pyi|go|js|mjs|cjs|
          jsx|ts|tsx|rb|rs|java|kt|kts|groovy|scala|c|h|cc|cpp|hpp|cs|fs|php|pl|pm|swift|lua|vim|el|clj|
          ex|exs|erl|hs|ml|dart|r|jl|sql|sh|bash|zsh|fish|ps1|psm1|bat|cmd|awk|sed|mk|cmake|json|jsonc|
          json5|yaml|yml|toml|ini|cfg|conf|env|xml|properties|hcl|tf|lock|plist|snap|golden|dockerignore|
          containerignore|orig|rej|bak|old|save|swp|swo|tmp|tar|gz|tgz|xz|zst|bz2|zip|j2|jinja|jinja2|erb|
          tmpl|tpl|template|in|mustache|gotmpl
    ))
    """,
    re.IGNORECASE | re.VERBOSE,
)


def is_dockerfile(path):
    name = basename(path)
    return NAME.fullmatch(name) is not None and OTHER.fullmatch(name) is None


class DockerfileSyntax(sublime_plugin.EventListener):
    def on_load(self, view):
        path = view.file_name()
        if path and is_dockerfile(path):
            view.assign_syntax(SYNTAX)

    on_post_save = on_load
