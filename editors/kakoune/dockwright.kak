# Dockwright for Kakoune with kakoune-lsp 18 and later. Source it from kakrc, behind the lines that start kakoune-lsp.

hook -group dockwright global BufCreate '.*/?(?i)(dockerfile|containerfile)(\.[^/]*)?' %{
    set-option buffer filetype dockerfile
}

hook -group dockwright global BufCreate '.*\.(?i)(dockerfile|containerfile)' %{
    set-option buffer filetype dockerfile
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
