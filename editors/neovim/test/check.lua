-- Tests the editor's features on one Dockerfile: its file type, and each feature of the server as
-- Neovim shows it.
local expect = dofile(vim.env.DOCKWRIGHT_TEST_PLUGIN .. '/test/expect.lua')
local wait_for, say = expect.wait_for, expect.say

local function file_types()
  for name, expected in pairs({
    ['Dockerfile'] = true,
    ['Dockerfile-prod'] = true,
    ['api.Dockerfile'] = true,
    ['api.dockerfile'] = true,
    ['Containerfile'] = true,
    ['containerfile.rhel'] = true,
    ['web.Containerfile'] = true,
    ['Dockerfile.dockerignore'] = false,
    ['Dockerfiles'] = false,
  }) do
    local actual = vim.filetype.match({ filename = vim.fs.joinpath(expect.workspace, name) })
    assert((actual == 'dockerfile') == expected, ('%s is %s'):format(name, actual))
  end
  say('ok   file types')
end

local function diagnostics()
  expect.open(expect.write('Dockerfile', {
    '# A slip of the finger in line 3.',
    'FROM alpine:3.20 AS base',
    'WROKDIR /app',
    'COPY . .',
  }))
  local client = wait_for('client', expect.client)
  expect.equal('the root', client.root_dir, expect.workspace)
  local found = wait_for('diagnostic', function()
    return expect.errors()[1]
  end)
  expect.equal('its place', { found.lnum, found.col, found.end_col }, { 2, 0, 7 })
  expect.equal('its source', found.source, 'dockwright')
  assert(found.message:find('WROKDIR', 1, true), 'it says: ' .. found.message)

  vim.api.nvim_win_set_cursor(0, { 3, 1 })
  vim.lsp.buf.code_action({
    apply = true,
    filter = function(action)
      return action.title:find('Change to `WORKDIR`', 1, true) ~= nil
    end,
  })
  wait_for('quick fix', function()
    return expect.lines()[3] == 'WORKDIR /app'
  end)
  wait_for('mended line', function()
    return #expect.errors() == 0
  end)
  vim.api.nvim_buf_set_lines(0, 4, 4, true, { 'EXPOSED 80' })
  wait_for('diagnostic of a new line', function()
    local now = expect.errors()[1]
    return now and now.lnum == 4
  end)
  local answer = client:request_sync('textDocument/documentSymbol', {
    textDocument = vim.lsp.util.make_text_document_params(0),
  }, 5000, 0)
  local symbols = answer and answer.result or {}
  assert(symbols[1] and symbols[1].range.start.line == 1, 'no symbol for the stage: ' .. vim.inspect(answer))
  say('ok   symbols')
end

local function stages()
  expect.open(expect.write('stages.Dockerfile', {
    'ARG BASE=alpine:3.22',
    'FROM ${BASE} AS build',
    'ENV OUT=/out',
    'FROM build',
    'COPY --from=build $OUT .',
    'RUN --mount=from=build,target=/b ls $OUT',
  }))
  wait_for('second buffer', expect.client)
  vim.api.nvim_win_set_cursor(0, { 6, 37 })
  vim.lsp.buf.definition()
  wait_for('definition', function()
    return vim.api.nvim_win_get_cursor(0)[1] == 3
  end)
  vim.lsp.buf.rename('TARGET')
  wait_for('renamed variable', function()
    local lines = expect.lines()
    return lines[3] == 'ENV TARGET=/out' and lines[5]:find('$TARGET', 1, true) and lines[6]:find('$TARGET', 1, true)
  end)
  vim.api.nvim_win_set_cursor(0, { 2, 17 })
  vim.lsp.buf.rename('Base')
  wait_for('renamed stage', function()
    local lines = expect.lines()
    return lines[4] == 'FROM base' and lines[5]:find('--from=Base', 1, true) and lines[6]:find('from=Base,', 1, true)
  end)
  vim.lsp.buf.hover()
  wait_for('hover', function()
    return vim.iter(vim.api.nvim_list_wins()):any(function(window)
      local text = table.concat(expect.lines(vim.api.nvim_win_get_buf(window)), '\n')
      return text:find('docker.io/library/alpine:3.22', 1, true) ~= nil
    end)
  end)
  vim.lsp.inlay_hint.enable(true, { bufnr = 0 })
  wait_for('inlay hint', function()
    return #vim.lsp.inlay_hint.get({ bufnr = 0 }) > 0
  end)
end

-- Lenses count uses; choosing one fills the quickfix list.
local function lenses()
  vim.lsp.codelens.refresh({ bufnr = 0 })
  local lens = wait_for('code lens', function()
    return vim.iter(vim.lsp.codelens.get(0)):find(function(it)
      return it.command and it.command.command == 'dockwright.showReferences' and #it.command.arguments[3] > 1
    end)
  end)
  vim.api.nvim_win_set_cursor(0, { lens.range.start.line + 1, 0 })
  vim.lsp.codelens.run()
  wait_for('places of a lens', function()
    return #vim.fn.getqflist() == #lens.command.arguments[3]
  end)
  vim.cmd.cclose()
end

local function settings()
  expect.open(expect.write('settings.Dockerfile', { 'FROM alpine as base' }))
  wait_for('finding of the severity that a setting gives it', function()
    return vim.iter(vim.diagnostic.get(0)):any(function(found)
      return found.code == 'FromAsCasing' and found.severity == vim.diagnostic.severity.HINT
    end)
  end)
end

local function formatting()
  local lines = { 'from alpine:3.20', '', '', '', 'RUN   echo  "a   b"  && \\', 'echo c' }
  expect.open(expect.write('format.Dockerfile', lines))
  wait_for('client', expect.client)
  vim.bo.expandtab, vim.bo.shiftwidth, vim.bo.tabstop = true, 2, 2
  vim.lsp.buf.format({ name = 'dockwright' })
  local formatted = { 'FROM alpine:3.20', '', 'RUN echo "a   b" && \\', '  echo c' }
  expect.equal('the formatted text', expect.lines(), formatted)
  vim.cmd.undo()
  expect.equal('the text after undo', expect.lines(), lines)
  -- `gq` on the first line leaves the others.
  vim.api.nvim_win_set_cursor(0, { 1, 0 })
  vim.cmd.normal('gqq')
  expect.equal('the text with one line formatted', expect.lines(), vim.list_extend({ formatted[1] }, lines, 2))
  say('ok   formatting')
end

local function semantic_tokens()
  local bufnr = expect.open(expect.write('tokens.Dockerfile', {
    '# 한글 😀',
    'FROM alpine:3.20 AS build',
    'ARG VERSION=1',
    'RUN apk add "a$VERSION" && \\',
    '    make -j4',
  }))
  local function token(row, text)
    local column = assert(expect.lines()[row + 1]:find(text, 1, true)) - 1
    local found = vim.lsp.semantic_tokens.get_at_pos(bufnr, row, column) or {}
    return found[1] and found[1].type
  end
  wait_for('semantic tokens', function()
    return token(1, 'FROM')
  end)
  for _, expected in ipairs({
    { 0, '한글', 'comment' },
    { 1, 'FROM', 'keyword' },
    { 1, 'alpine', 'namespace' },
    { 1, 'build', 'class' },
    { 2, 'VERSION', 'variable' },
    { 3, 'apk', 'function' },
    { 3, 'VERSION', 'variable' },
    { 3, '&&', 'operator' },
    { 3, '\\', 'escapeSequence' },
    { 4, 'make', 'function' },
    { 4, '-j4', 'parameter' },
  }) do
    local row, text, kind = unpack(expected)
    expect.equal(('the token of %s'):format(text), token(row, text), kind)
  end
  -- Neovim has no group for the third-to-last token; the plugin defines one.
  local function link(name)
    return vim.api.nvim_get_hl(0, { name = name }).link
  end
  expect.equal('the colour of escapes', link('@lsp.type.escapeSequence.dockerfile'), '@string.escape')
  vim.cmd.colorscheme('habamax')
  expect.equal('it in another scheme', link('@lsp.type.escapeSequence.dockerfile'), '@string.escape')
  vim.api.nvim_buf_set_text(bufnr, 1, 0, 1, 0, { 'ARG NEW', '' })
  wait_for('token of a new line', function()
    return token(1, 'NEW') == 'variable' and token(2, 'FROM') == 'keyword'
  end)
end

local function ending()
  local client = assert(expect.client())
  client:stop()
  wait_for('end of the server', function()
    return client:is_stopped()
  end)
  expect.rest(300)
  expect.equal('the messages', expect.messages, {})
end

expect.run(function()
  vim.lsp.config('dockwright', { settings = { dockwright = { severity = { FromAsCasing = 'hint' } } } })
  file_types()
  diagnostics()
  settings()
  stages()
  lenses()
  formatting()
  semantic_tokens()
  ending()
end)
