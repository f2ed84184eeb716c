-- Tests the file for Vim with vim-lsp, with stand-ins for the functions that it calls.
local expect = dofile(vim.env.DOCKWRIGHT_TEST_PLUGIN .. '/test/expect.lua')

expect.run(function()
  local stand_in = vim.fs.dirname(expect.workspace) .. '/vim-lsp'
  expect.write('autoload/lsp.vim', {
    'function! lsp#register_server(server) abort',
    '  let g:registered = a:server',
    '  let g:registered_command = a:server.cmd({})',
    '  let g:registered_root = a:server.root_uri({})',
    'endfunction',
  }, stand_in)
  expect.write('autoload/lsp/utils.vim', {
    'function! lsp#utils#path_to_uri(path) abort',
    '  return "file://" . a:path',
    'endfunction',
    'function! lsp#utils#get_buffer_path() abort',
    '  return expand("%:p")',
    'endfunction',
    'function! lsp#utils#find_nearest_parent_file_directory(path, markers) abort',
    '  return join([a:path] + a:markers)',
    'endfunction',
  }, stand_in)
  vim.opt.runtimepath:append(stand_in)
  vim.lsp.enable('dockwright', false)
  vim.cmd('let g:dockwright_settings = {"preset": "all"}')
  vim.cmd.source(vim.fs.dirname(expect.plugin) .. '/vim/dockwright.vim')
  expect.open(expect.write('Containerfile.dev', { 'FROM alpine' }))
  expect.equal('the file type', vim.bo.filetype, 'dockerfile')
  vim.cmd('doautocmd User lsp_setup')
  expect.equal('the name', vim.g.registered.name, 'dockwright')
  expect.equal('the command', vim.g.registered_command, { 'dockwright', 'lsp' })
  expect.equal('the file types', vim.g.registered.allowlist, { 'dockerfile' })
  expect.equal('the settings', vim.g.registered.workspace_config, { dockwright = { preset = 'all' } })
  assert(vim.startswith(vim.g.registered_root, 'file://' .. expect.workspace .. '/Containerfile.dev dockwright.toml'))
  expect.say('ok   vim-lsp')
end)
