-- Tests documents in every kind of location: unnamed, outside of any workspace, not a file, in two
-- workspaces, and many.
local expect = dofile(vim.env.DOCKWRIGHT_TEST_PLUGIN .. '/test/expect.lua')
local wait_for = expect.wait_for
-- No folder above it has a `.git`, except for what the machine's temporary folder contains.
local outside = vim.fs.dirname(expect.workspace) .. '/outside'

local function set_lines(lines)
  vim.api.nvim_buf_set_lines(0, 0, -1, true, lines)
end

local function has_error_in(line)
  return function()
    return vim.iter(expect.errors()):any(function(found)
      return found.lnum == line
    end)
  end
end

local function untitled()
  vim.cmd.enew()
  set_lines({ 'FROM alpine', 'WROKDIR /app' })
  vim.bo.filetype = 'dockerfile'
  wait_for('client of a buffer without a name', expect.client)
  wait_for('its diagnostic', has_error_in(1))
  set_lines({ 'FROM alpine', 'WORKDIR /app', 'EXPOSED 80' })
  wait_for('diagnostic of its new text', has_error_in(2))
  -- It gets a name: the old document is closed, and the new one is open.
  vim.cmd.saveas(expect.workspace .. '/named.Dockerfile')
  set_lines({ 'FORM alpine' })
  wait_for('diagnostic under its name', has_error_in(0))
end

local function outside_any_workspace()
  expect.open(expect.write('Dockerfile', { 'FROM alpine', 'WROKDIR /app' }, outside))
  local client = wait_for('client outside', expect.client)
  wait_for('diagnostic outside', has_error_in(1))
  expect.equal('its root', client.root_dir, nil)
  expect.open(expect.write('more/Dockerfile', { 'FORM alpine' }, outside))
  wait_for('second file outside', has_error_in(0))
  expect.equal('its server', expect.client().id, client.id)
end

-- A document with a different scheme, as plugins for remote files use: the server works on its text
-- alone.
local function no_file()
  vim.cmd.enew()
  vim.api.nvim_buf_set_name(0, 'foo://host/project/Dockerfile')
  set_lines({ 'FROM alpine AS base', 'WROKDIR /app', 'COPY . .' })
  vim.bo.filetype = 'dockerfile'
  local client = wait_for('client of a remote document', expect.client)
  expect.equal('its root', client.root_dir, nil)
  wait_for('diagnostic of a remote document', has_error_in(1))
  vim.api.nvim_win_set_cursor(0, { 1, 17 })
  vim.lsp.buf.rename('first')
  wait_for('rename in a remote document', function()
    return expect.lines()[1] == 'FROM alpine AS first'
  end)
end

local function two_workspaces()
  local roots = {}
  for _, name in ipairs({ 'one', 'two' }) do
    roots[name] = vim.fs.dirname(expect.workspace) .. '/' .. name
    vim.fn.mkdir(roots[name] .. '/.git', 'p')
    expect.write('dockwright.toml', { name == 'two' and 'ignore = ["WorkdirRelativePath"]' or '' }, roots[name])
    expect.open(expect.write('Dockerfile', { 'FROM alpine:3.20', 'WORKDIR app' }, roots[name]))
    wait_for('client of workspace ' .. name, expect.client)
  end
  local one, two = vim.fn.bufnr(roots.one .. '/Dockerfile'), vim.fn.bufnr(roots.two .. '/Dockerfile')
  expect.equal('root one', expect.client(one).root_dir, roots.one)
  expect.equal('root two', expect.client(two).root_dir, roots.two)
  wait_for('finding where it counts', function()
    return vim.list_contains(expect.codes(one), 'WorkdirRelativePath')
  end)
  assert(not vim.list_contains(expect.codes(two), 'WorkdirRelativePath'), 'the other workspace has its own file of settings')
end

local function many()
  local clients = #vim.lsp.get_clients({ name = 'dockwright' })
  local buffers, began = {}, vim.uv.hrtime()
  for number = 1, 50 do
    local lines = { 'FROM alpine AS s' .. number, 'COPY --from=s' .. number .. ' a b', 'WROKDIR /app' }
    buffers[number] = expect.open(expect.write(('services/s%d/Dockerfile'):format(number), lines))
  end
  wait_for('diagnostics of 50 files', function()
    return vim.iter(buffers):all(function(bufnr)
      return #expect.errors(bufnr) > 0
    end)
  end)
  expect.say(('note 50 files in %d ms'):format((vim.uv.hrtime() - began) / 1e6))
  expect.equal('servers', #vim.lsp.get_clients({ name = 'dockwright' }), clients)
end

expect.run(function()
  -- Documents outside of workspaces show that the buffer's own folder is not used.
  untitled()
  outside_any_workspace()
  no_file()
  two_workspaces()
  many()
  expect.equal('the messages', expect.messages, {})
end)
