" Dockwright for Vim with vim-lsp: source it from your vimrc, or put it into ~/.vim/plugin/.

augroup dockwright
  autocmd!
  autocmd BufNewFile,BufRead *.dockerfile,*.Dockerfile,Dockerfile.*,dockerfile.* setfiletype dockerfile
  autocmd BufNewFile,BufRead Containerfile,containerfile,Containerfile.*,*.Containerfile setfiletype dockerfile
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
