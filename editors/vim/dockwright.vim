" Dockwright for Vim with vim-lsp: source this file from your vimrc, or copy it to ~/.vim/plugin/.

let s:name = '\v^(([Dd]ocker|[Cc]ontainer)file([.-].+)?|.+\.([Dd]ocker|[Cc]ontainer)file)$'
" Extensions of other kinds of files and of templates: `dockerfile.py` is Python.
let s:other = '\v(\~|\.('
      \ .. 'md|mdx|markdown|rst|adoc|txt|log|pdf|html|htm|css|svg|png|csv|diff|patch|py|pyi|go|js|mjs|cjs|'
      \ .. 'jsx|ts|tsx|rb|rs|java|kt|kts|groovy|scala|c|h|cc|cpp|hpp|cs|fs|php|pl|pm|swift|lua|vim|el|clj|'
      \ .. 'ex|exs|erl|hs|ml|dart|r|jl|sql|sh|bash|zsh|fish|ps1|psm1|bat|cmd|awk|sed|mk|cmake|json|jsonc|'
      \ .. 'json5|yaml|yml|toml|ini|cfg|conf|env|xml|properties|hcl|tf|lock|plist|snap|golden|dockerignore|'
      \ .. 'containerignore|orig|rej|bak|old|save|swp|swo|tmp|tar|gz|tgz|xz|zst|bz2|zip|j2|jinja|jinja2|'
      \ .. 'erb|tmpl|tpl|template|in|mustache|gotmpl'
      \ .. '))$'

function! s:detect(path) abort
  let l:name = fnamemodify(a:path, ':t')
  if l:name =~# s:name && l:name !~? s:other
    setlocal filetype=dockerfile
  endif
endfunction

augroup dockwright
  autocmd!
  autocmd BufNewFile,BufRead *ockerfile*,*ontainerfile* call s:detect(expand('<afile>'))
  autocmd User lsp_setup call s:register()
augroup END

function! s:root(server) abort
  let l:markers = ['dockwright.toml', '.git/', '.git']
  return lsp#utils#path_to_uri(
        \ lsp#utils#find_nearest_parent_file_directory(lsp#utils#get_buffer_path(), l:markers))
endfunction

function! s:register() abort
  let l:command = get(g:, 'dockwright_command', ['dockwright', 'lsp'])
  if !executable(l:command[0])
    return
  endif
  call lsp#register_server({
        \ 'name': 'dockwright',
        \ 'cmd': {server -> l:command},
        \ 'root_uri': function('s:root'),
        \ 'allowlist': ['dockerfile'],
        \ 'workspace_config': {'dockwright': get(g:, 'dockwright_settings', {})},
        \ })
endfunction
