-- The server is missing, is killed, crashes repeatedly, has a different version, or is a different
-- program.
local expect = dofile(vim.env.DOCKWRIGHT_TEST_PLUGIN .. '/test/expect.lua')
local wait_for, rest, message = expect.wait_for, expect.rest, expect.message
local server = require('dockwright.server')

local function health()
  vim.cmd('checkhealth dockwright')
  local text = table.concat(expect.lines(), '\n')
  vim.cmd('bwipeout!')
  return text
end

local function missing()
  vim.lsp.config('dockwright', { cmd = { 'no-such-dockwright', 'lsp' } })
  for name in vim.gsplit('a.Dockerfile b.Dockerfile c.Dockerfile', ' ') do
    expect.open(expect.write(name, { 'FROM alpine' }))
  end
  rest(200)
  expect.equal('the number of messages', #expect.messages, 1)
  assert(message('no program `no-such-dockwright`') and message('cargo install'), vim.inspect(expect.messages))
  expect.equal('clients', vim.lsp.get_clients(), {})
  assert(health():find('there is no program `no%-such%-dockwright`'), 'the health check does not know')
  expect.say('ok   missing server: told once')
  vim.lsp.config('dockwright', { cmd = { 'dockwright', 'lsp' } })
  vim.cmd.DockwrightRestart()
  wait_for('client after an installation', expect.client)
end

local function kill(signal)
  local client = assert(expect.client(), 'no client to kill')
  -- The process is the only child of the editor with that name.
  local children = vim.api.nvim_get_proc_children(vim.fn.getpid())
  for _, pid in ipairs(children) do
    local process = vim.api.nvim_get_proc(pid)
    if process and process.name:find('^d') then
      vim.uv.kill(pid, signal)
    end
  end
  return client.id
end

local function killed()
  vim.cmd.enew()
  vim.cmd('%bwipeout!')
  local first = expect.open(expect.write('Dockerfile', { 'WROKDIR /app' }))
  local second = expect.open(expect.write('b.Dockerfile', { 'FROM alpine', 'WROKDIR /app' }))
  wait_for('client', expect.client)
  for number, signal in ipairs({ 'sigkill', 'sigterm' }) do
    local id = kill(signal)
    wait_for('message of ' .. signal, function()
      return message(('restarting it (%d of %d)'):format(number, server.limit - 1))
    end)
    wait_for('new client', function()
      local client = expect.client()
      return client and client.id ~= id
    end)
    vim.api.nvim_buf_set_lines(second, 2, 2, true, { 'EXPOSED ' .. number })
    wait_for('diagnostics of the text as it is now', function()
      return #expect.errors(second) == number + 1 and #expect.errors(first) > 0
    end)
  end
end

local function gives_up()
  expect.messages, server.delays = {}, { 10 }
  while not message('was not restarted') do
    local id = kill('sigkill')
    wait_for('end', function()
      local client = expect.client()
      return message('was not restarted') or (client and client.id ~= id)
    end)
  end
  rest(300)
  expect.equal('clients', vim.lsp.get_clients({ name = 'dockwright' }), {})
  expect.open(expect.write('c.Dockerfile', { 'WROKDIR /app' }))
  rest(200)
  expect.equal('clients', vim.lsp.get_clients({ name = 'dockwright' }), {})
  assert(health():find('was not restarted', 1, true), 'the health check does not know')
  vim.cmd.DockwrightRestart()
  wait_for('client after a restart by hand', expect.client)
  local id = expect.client().id
  vim.cmd.DockwrightRestart()
  wait_for('another one', function()
    local client = expect.client()
    return client and client.id ~= id
  end)
  wait_for('end of the one before', function()
    return #vim.lsp.get_clients({ name = 'dockwright' }) == 1
  end)
end

-- Stopping it with Neovim's own commands is not a failure.
local function stopped()
  expect.messages = {}
  vim.lsp.enable('dockwright', false)
  wait_for('end', function()
    return #vim.lsp.get_clients({ name = 'dockwright' }) == 0
  end)
  rest(300)
  expect.equal('the messages', expect.messages, {})
  vim.lsp.enable('dockwright')
  wait_for('client', expect.client):stop(true)
  rest(500)
  expect.equal('the messages', expect.messages, {})
  expect.equal('clients', vim.lsp.get_clients({ name = 'dockwright' }), {})
end

-- The real server with a different version number.
local function other_version()
  local real = vim.fn.exepath('dockwright')
  expect.fake_server('older', {
    '#!/usr/bin/env python3',
    'import re, subprocess, sys',
    'if sys.argv[1:] == ["--version"]:',
    '    print("dockwright 0.0.7")',
    '    sys.exit()',
    ('server = subprocess.Popen(["%s", "lsp"], stdout=subprocess.PIPE)'):format(real),
    'while header := server.stdout.readline():',
    '    server.stdout.readline()',
    '    body = server.stdout.read(int(header.split()[1]))',
    '    body = re.sub(rb\'"version":"[0-9.]+"\', b\'"version":"0.0.7"\', body)',
    '    sys.stdout.buffer.write(b"Content-Length: %d\\r\\n\\r\\n%s" % (len(body), body))',
    '    sys.stdout.buffer.flush()',
  })
  vim.cmd.DockwrightRestart()
  wait_for('message about the version', function()
    return message('the server is version 0.0.7')
  end)
  wait_for('findings all the same', function()
    return #expect.errors() > 0
  end)
  expect.open(expect.write('d.Dockerfile', { 'FROM alpine' }))
  wait_for('client', expect.client)
  rest(100)
  expect.equal('the number of messages', #expect.messages, 1)
  assert(health():find('its version is 0.0.7', 1, true), 'the health check does not know')
end

-- A program with the same name that is not a server ends at once, every time.
local function other_program()
  expect.messages = {}
  expect.fake_server('other', { '#!/bin/sh', 'echo "unknown command $1" >&2', 'exit 2' })
  vim.cmd.DockwrightRestart()
  wait_for('end of the attempts', function()
    return message('was not restarted')
  end)
  assert(message('exit code 2'), vim.inspect(expect.messages))
  assert(health():find('prints no version', 1, true), 'the health check does not know')
end

expect.run(function()
  missing()
  killed()
  gives_up()
  stopped()
  other_version()
  other_program()
end)
