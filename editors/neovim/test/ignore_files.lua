-- Ignore files: the server attaches to Docker's and Podman's, and to no others.
local expect = dofile(vim.env.DOCKWRIGHT_TEST_PLUGIN .. '/test/expect.lua')
local wait_for = expect.wait_for

expect.run(function()
  for _, name in ipairs({ '.dockerignore', 'web.Dockerfile.dockerignore', '.containerignore' }) do
    local path = vim.fs.joinpath(expect.workspace, name)
    expect.equal(name, vim.filetype.match({ filename = path, buf = 0 }), 'gitignore')
  end
  expect.write('docs/a.md', { 'a' })
  expect.write('Dockerfile', { 'FROM scratch', 'COPY docs /docs/' })
  expect.open(expect.write('.dockerignore', { 'docs', '[!a]', 'docs' }))
  local client = wait_for('client', expect.client)
  wait_for('findings', function()
    return vim.deep_equal(expect.codes(), { 'IgnoreBang', 'IgnoreDuplicate' })
  end)
  local params = { textDocument = vim.lsp.util.make_text_document_params(0), position = { line = 0, character = 1 } }
  local hover = client:request_sync('textDocument/hover', params, 5000, 0)
  assert(hover and hover.result.contents.value:find('Leaves out 1 file', 1, true), vim.inspect(hover))
  expect.say('ok   hover')
  vim.lsp.buf.references()
  wait_for('references', function()
    local item = vim.fn.getqflist()[1]
    return item and item.text:find('COPY docs', 1, true)
  end)
  expect.open(expect.write('.gitignore', { '[!a]' }))
  expect.rest(300)
  expect.equal('a client for .gitignore', expect.client(), nil)
  expect.say('ok   no client for .gitignore')
end)
