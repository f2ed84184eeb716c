-- A Dockerfile that Compose builds from the root of a monorepo, and the files around it, with the
-- file types that the README's page on Neovim adds.
local expect = dofile(vim.env.DOCKWRIGHT_TEST_PLUGIN .. '/test/expect.lua')
local wait_for = expect.wait_for

local function request(method, line, character, more)
  local client = assert(expect.client(), 'no client for ' .. method)
  local params = { textDocument = vim.lsp.util.make_text_document_params(0) }
  params.position = { line = line, character = character }
  local answer = client:request_sync(method, vim.tbl_extend('force', params, more or {}), 5000, 0)
  return answer and answer.result
end

-- Whether the Dockerfile has the value that Compose passes as a hint.
local function has_hint()
  local range = { start = { line = 0, character = 0 }, ['end'] = { line = 6, character = 0 } }
  local hints = request('textDocument/inlayHint', 0, 0, { range = range }) or {}
  return vim.iter(hints):any(function(hint)
    local label = type(hint.label) == 'string' and hint.label
      or vim.iter(hint.label):map(function(part)
        return part.value
      end):join('')
    return label:find('= 20 (web)', 1, true) ~= nil
  end)
end

expect.run(function()
  vim.lsp.config('dockwright', { filetypes = { 'dockerfile', 'gitignore', 'yaml', 'yaml.docker-compose' } })
  expect.write('.dockerignore', { 'docs' })
  expect.write('docs/a.md', { 'a' })
  expect.write('web/server.js', { '' })
  local compose = expect.write('compose.yaml', {
    'services:',
    '  web:',
    '    build:',
    '      context: .',
    '      dockerfile: web/Dockerfile',
    '      target: release',
    '      args:',
    '        NODE: "20"',
    '  tool:',
    '    build:',
    '      dockerfile_inline: |',
    '        FROM alpine:3.22',
    '        CMD echo $$HOME',
  })
  local dockerfile = expect.write('web/Dockerfile', {
    'ARG NODE',
    'FROM node:${NODE}-alpine AS build',
    'WORKDIR /app',
    'COPY web/ser',
    '',
    'FROM build AS release',
  })
  expect.open(dockerfile)
  wait_for('client', expect.client)
  -- The builds of a workspace are found after the first answers. The search gives way to requests, so
  -- there are pauses between these.
  wait_for('hint', function()
    expect.rest(300)
    return has_hint()
  end)
  local list = request('textDocument/completion', 3, 12)
  local file = vim.iter(list.items or list):find(function(item)
    return item.label:find('server.js', 1, true)
  end)
  assert(file, 'no path of the context: ' .. vim.inspect(list))
  expect.say('ok   completion')
  vim.api.nvim_buf_set_lines(0, 3, 4, true, { 'COPY web/server.js ./' })

  vim.api.nvim_win_set_cursor(0, { 6, 15 })
  vim.lsp.buf.rename('shipped')
  wait_for('new name', function()
    return expect.lines()[6] == 'FROM build AS shipped'
  end)
  expect.open(compose)
  wait_for('new target', function()
    return expect.lines()[6] == '      target: shipped'
  end)
  vim.cmd.wall()
  wait_for('finding of the inline Dockerfile', function()
    return vim.list_contains(expect.codes(), 'JSONArgsRecommended')
  end)
  local places = request('textDocument/definition', 5, 16)
  local place = vim.islist(places) and places[1] or places
  expect.equal('the file of the stage', vim.uri_to_fname(place.targetUri or place.uri), dockerfile)
  expect.equal('its line', (place.targetSelectionRange or place.range).start.line, 5)
  expect.say('ok   definition')
  vim.api.nvim_buf_set_lines(0, 5, 6, true, { '      target: shippe' })
  wait_for('finding of the misspelt target', function()
    return vim.list_contains(expect.codes(), 'BuildTargetUnknown')
  end)
  vim.cmd.edit({ bang = true })

  expect.open(vim.fs.joinpath(expect.workspace, '.dockerignore'))
  wait_for('client of the ignore file', expect.client)
  local hover = request('textDocument/hover', 0, 1)
  assert(hover and hover.contents.value:find('web/Dockerfile', 1, true), vim.inspect(hover))
  expect.say('ok   hover')
end)
