-- Run by run.sh inside the editor: the plugin is loaded, `dockwright` is on the PATH.
local workspace = vim.env.DOCKWRIGHT_TEST_WORKSPACE

local function say(text)
  io.stdout:write(text, '\n')
  io.stdout:flush()
end

-- What `get` returns once that is neither nil nor false; an error after some seconds.
local function wait_for(what, get)
  local value
  vim.wait(10000, function()
    value = get()
    return value
  end, 20)
  if not value then
    local found = vim.inspect(vim.tbl_map(function(it)
      return ('%d: %s'):format(it.lnum, it.message)
    end, vim.diagnostic.get(0)))
    error(('no %s; diagnostics are %s'):format(what, found), 0)
  end
  say('ok   ' .. what)
  return value
end

local function write(name, lines)
  local path = vim.fs.joinpath(workspace, name)
  vim.fn.writefile(lines, path)
  return path
end

local function open(path)
  vim.cmd.edit(vim.fn.fnameescape(path))
end

local function main()
  for name, expected in pairs({
    ['Dockerfile'] = 'dockerfile',
    ['DOCKERFILE.prod'] = 'dockerfile',
    ['api.Dockerfile'] = 'dockerfile',
    ['api.dockerfile'] = 'dockerfile',
    ['Containerfile'] = 'dockerfile',
    ['containerfile.rhel'] = 'dockerfile',
    ['web.Containerfile'] = 'dockerfile',
    ['Dockerfile.dockerignore'] = false,
  }) do
    local actual = vim.filetype.match({ filename = vim.fs.joinpath(workspace, name) })
    assert((actual == 'dockerfile') == (expected == 'dockerfile'), ('%s is %s'):format(name, actual))
  end
  say('ok   file types')

  open(write('Dockerfile', { '# A slip of the finger in line 3.', 'FROM alpine:3.20 AS base', 'WROKDIR /app', 'COPY . .' }))
  local client = wait_for('client', function()
    local client = vim.lsp.get_clients({ bufnr = 0, name = 'dockwright' })[1]
    return client and client.initialized and client
  end)

  local found = wait_for('diagnostic', function()
    return vim.diagnostic.get(0, { severity = vim.diagnostic.severity.ERROR })[1]
  end)
  assert(found.lnum == 2, 'the diagnostic is in line ' .. found.lnum + 1)
  assert(found.col == 0 and found.end_col == 7, ('it covers %d to %d'):format(found.col, found.end_col))
  assert(found.message:find('WROKDIR', 1, true), 'it says: ' .. found.message)
  assert(found.source == 'dockwright', 'its source is ' .. tostring(found.source))

  vim.api.nvim_buf_set_text(0, 2, 0, 2, 7, { 'WORKDIR' })
  wait_for('mended line', function()
    return #vim.diagnostic.get(0, { severity = vim.diagnostic.severity.ERROR }) == 0
  end)
  vim.api.nvim_buf_set_lines(0, 4, 4, true, { 'EXPOSED 80' })
  wait_for('diagnostic of a new line', function()
    local now = vim.diagnostic.get(0, { severity = vim.diagnostic.severity.ERROR })[1]
    return now and now.lnum == 4
  end)

  local answer = client:request_sync('textDocument/documentSymbol', {
    textDocument = vim.lsp.util.make_text_document_params(0),
  }, 5000, 0)
  local symbols = answer and answer.result or {}
  assert(symbols[1] and symbols[1].range.start.line == 1, 'no symbol for the stage: ' .. vim.inspect(answer))
  say('ok   symbols')

  open(write('stages.Dockerfile', {
    'ARG BASE=alpine:3.22',
    'FROM ${BASE} AS build',
    'ENV OUT=/out',
    'FROM build',
    'COPY --from=build $OUT .',
    'RUN --mount=from=build,target=/b ls $OUT',
  }))
  wait_for('second buffer', function()
    return vim.lsp.get_clients({ bufnr = 0, name = 'dockwright' })[1]
  end)
  vim.api.nvim_win_set_cursor(0, { 6, 37 })
  vim.lsp.buf.definition()
  wait_for('definition', function()
    return vim.api.nvim_win_get_cursor(0)[1] == 3
  end)
  vim.lsp.buf.rename('TARGET')
  wait_for('renamed variable', function()
    local lines = vim.api.nvim_buf_get_lines(0, 0, -1, true)
    return lines[3] == 'ENV TARGET=/out' and lines[5]:find('$TARGET', 1, true) and lines[6]:find('$TARGET', 1, true)
  end)
  vim.api.nvim_win_set_cursor(0, { 2, 17 })
  vim.lsp.buf.rename('Base')
  wait_for('renamed stage', function()
    local lines = vim.api.nvim_buf_get_lines(0, 0, -1, true)
    return lines[4] == 'FROM base' and lines[5]:find('--from=Base', 1, true) and lines[6]:find('from=Base,', 1, true)
  end)
  vim.lsp.buf.hover()
  wait_for('hover', function()
    for _, window in ipairs(vim.api.nvim_list_wins()) do
      local text = table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, true), '\n')
      if text:find('docker.io/library/alpine:3.22', 1, true) then
        return true
      end
    end
  end)
  vim.lsp.inlay_hint.enable(true, { bufnr = 0 })
  wait_for('inlay hint', function()
    return #vim.lsp.inlay_hint.get({ bufnr = 0 }) > 0
  end)

  client:stop()
  wait_for('end of the server', function()
    return client:is_stopped()
  end)
end

local ok, message = xpcall(main, function(message)
  return type(message) == 'string' and message or vim.inspect(message)
end)
if not ok then
  say('FAIL ' .. message)
end
vim.cmd(ok and 'qall!' or 'cquit 1')
