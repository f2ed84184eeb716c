# Dockwright for Kakoune with kakoune-lsp 18 and later. Source it from kakrc, after the lines that start kakoune-lsp.

# Only the name decides. Kakoune keeps its own type for names of other kinds of files, and of
# templates: `dockerfile.py` is Python. Kakoune itself claims `Dockerfile.*` and `*Dockerfile`; if
# its hook ran last, the type is reset.
hook -group dockwright global BufCreate '.*(?:[Dd]ocker|[Cc]ontainer)file.*' %{
    evaluate-commands %sh{
        name=$(basename "$kak_buffile")
        kind=other
        case $name in
            Dockerfile|dockerfile|Dockerfile[.-]?*|dockerfile[.-]?*|?*.Dockerfile|?*.dockerfile|\
            Containerfile|containerfile|Containerfile[.-]?*|containerfile[.-]?*|?*.Containerfile|?*.containerfile)
                kind=dockerfile ;;
        esac
        case $(printf %s "$name" | tr '[:upper:]' '[:lower:]') in
            *~|\
            *.md|*.mdx|*.markdown|*.rst|*.adoc|*.txt|*.log|*.pdf|*.html|*.htm|*.css|*.svg|*.png|*.csv|\
            *.diff|*.patch|*.py|*.pyi|*.go|*.js|*.mjs|*.cjs|*.jsx|*.ts|*.tsx|*.rb|*.rs|*.java|*.kt|\
            *.kts|*.groovy|*.scala|*.c|*.h|*.cc|*.cpp|*.hpp|*.cs|*.fs|*.php|*.pl|*.pm|*.swift|*.lua|\
            *.vim|*.el|*.clj|*.ex|*.exs|*.erl|*.hs|*.ml|*.dart|*.r|*.jl|*.sql|*.sh|*.bash|*.zsh|*.fish|\
            *.ps1|*.psm1|*.bat|*.cmd|*.awk|*.sed|*.mk|*.cmake|*.json|*.jsonc|*.json5|*.yaml|*.yml|\
            *.toml|*.ini|*.cfg|*.conf|*.env|*.xml|*.properties|*.hcl|*.tf|*.lock|*.plist|*.snap|\
            *.golden|*.dockerignore|*.containerignore|*.orig|*.rej|*.bak|*.old|*.save|*.swp|*.swo|*.tmp|\
            *.tar|*.gz|*.tgz|*.xz|*.zst|*.bz2|*.zip|*.j2|*.jinja|*.jinja2|*.erb|*.tmpl|*.tpl|*.template|\
            *.in|*.mustache|*.gotmpl)
                kind=other ;;
        esac
        if [ "$kind" = dockerfile ]; then
            echo 'set-option buffer filetype dockerfile'
        elif [ "$kak_opt_filetype" = dockerfile ]; then
            echo "set-option buffer filetype ''"
        fi
    }
}

hook -group lsp-filetype-dockerfile global BufSetOption filetype=dockerfile %{
    set-option buffer lsp_servers %{
        [dockwright]
        command = "dockwright"
        args = ["lsp"]
        root_globs = ["dockwright.toml", ".git", ".hg"]
        settings_section = "dockwright"

        # All settings: the main page of Dockwright.
        [dockwright.settings.dockwright]
        preset = "default"
    }
}

hook -group dockwright global WinSetOption filetype=dockerfile %{
    lsp-enable-window
    hook -once -always window WinSetOption filetype=.* lsp-disable-window
}
