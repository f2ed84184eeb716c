-- Restarts the server and shows messages about it. Neovim's `vim.lsp.enable` starts it.
local dockwright = require('dockwright')
local t = require('dockwright.texts').text

local M = {}

-- Files in the root of a workspace. They are not in the configuration, because Neovim would then
-- also search for them for documents that are not files, and find the current folder.
M.markers = { 'dockwright.toml', '.git' }
-- After this many ends within this many milliseconds, a workspace's server is not restarted.
M.limit = 5
M.period = 180000
-- The delay before a restart, in milliseconds, after the first, second… end.
M.delays = { 100, 500, 1000, 2000 }

-- By root folder ('' without one): the times in milliseconds at which the server ended, and whether
-- it is given up.
local ends, given_up = {}, {}
-- The messages that were shown; each is shown only once.
local told = {}

local function tell_once(key, text, level)
  if not told[key] then
    told[key] = true
    dockwright.say(text, level)
  end
end

-- The workspace of a buffer, or nil: a document that is not a file belongs to none.
local function root(bufnr, markers)
  local name = vim.api.nvim_buf_get_name(bufnr)
  if name:find('^%a[%w+.-]+://') and not vim.startswith(name, 'file://') then
    return nil
  end
  return vim.fs.root(bufnr, markers)
end

-- Reports a missing server program, which Neovim itself only writes to a log.
function M.check_program()
  local program = vim.lsp.config.dockwright.cmd
  program = type(program) == 'table' and program[1]
  if program and vim.fn.executable(program) == 0 and dockwright.is_enabled() then
    tell_once('missing', t('there is no program `%s`. %s', program, t('Install it with `cargo install --locked --path server` in a checkout of Dockwright, or name it in `cmd`: :help dockwright-install')), vim.log.levels.WARN)
  end
end

-- The configuration's `root_dir`. Without a call of `on_dir`, the buffer gets no server.
---@param bufnr integer
---@param on_dir fun(root: string?)
function M.root_dir(bufnr, on_dir)
  local name = vim.api.nvim_buf_get_name(bufnr)
  if vim.bo[bufnr].filetype == 'gitignore' and not require('dockwright.filetype').is_ignore_file(name) then
    return
  end
  local dir = root(bufnr, vim.lsp.config.dockwright.root_markers or M.markers)
  if not given_up[dir or ''] then
    on_dir(dir)
  end
end

local function start()
  if dockwright.is_enabled() then
    vim.lsp.enable('dockwright')
  end
end

local function ended(key, how)
  if vim.v.exiting ~= vim.NIL then
    return
  end
  local now = vim.uv.now()
  ends[key] = vim.tbl_filter(function(time)
    return now - time < M.period
  end, ends[key] or {})
  table.insert(ends[key], now)
  local count = #ends[key]
  if count >= M.limit then
    given_up[key] = true
    local text = t('the server ended %d times within %d minutes (%s) and was not restarted', count, M.period / 60000, how)
    dockwright.say(text .. t('. :DockwrightLog may show why; :DockwrightRestart tries again'), vim.log.levels.ERROR)
    return
  end
  dockwright.say(t('the server ended (%s); restarting it (%d of %d)', how, count, M.limit - 1), vim.log.levels.WARN)
  vim.defer_fn(start, M.delays[math.min(count, #M.delays)])
end

-- The configuration's `on_exit`: restarts a server that ended unexpectedly.
---@param code integer
---@param signal integer
---@param client_id integer
function M.on_exit(code, signal, client_id)
  local client = vim.lsp.get_client_by_id(client_id)
  local asked_for = client and client._is_stopping
  if asked_for == nil then
    asked_for = code == 0 and (signal == 0 or signal == 15)
  end
  if not asked_for then
    local key = client and client.root_dir or ''
    vim.schedule(function()
      ended(key, signal ~= 0 and t('signal %d', signal) or t('exit code %d', code))
    end)
  end
end

-- Reports if plugin and server are of different releases, ignoring the last part of the version.
---@param client vim.lsp.Client
function M.compare_version(client)
  local version = vim.tbl_get(client, 'server_info', 'version') or t('unknown')
  if vim.fn.fnamemodify(version, ':r') ~= vim.fn.fnamemodify(dockwright.version, ':r') then
    local text = t('the server is version %s, but the plugin is version %s; update the older one', version, dockwright.version)
    tell_once('version ' .. version, text, vim.log.levels.WARN)
  end
end

-- Neovim requests the diagnostics of a buffer that is opened or edited in a window. A buffer
-- without a window when a server attaches, as after a restart, would have none until its next edit.
---@param client vim.lsp.Client
---@param bufnr integer
function M.check_hidden(client, bufnr)
  if #vim.fn.win_findbuf(bufnr) == 0 and client:supports_method('textDocument/diagnostic') then
    local params = { textDocument = vim.lsp.util.make_text_document_params(bufnr) }
    vim.schedule(function()
      if not client:is_stopped() then
        client:request('textDocument/diagnostic', params, nil, bufnr)
      end
    end)
  end
end

-- Stops all Dockwright servers, waits for their end, and starts new ones, even if they were given
-- up.
function M.restart()
  ends, given_up, told = {}, {}, {}
  local clients = vim.lsp.get_clients({ name = 'dockwright' })
  for _, client in ipairs(clients) do
    client:stop()
  end
  local function has_stopped()
    return vim.iter(clients):all(function(client)
      return client:is_stopped()
    end)
  end
  if not vim.wait(2000, has_stopped, 20) then
    for _, client in ipairs(clients) do
      client:stop(true)
    end
  end
  -- The client disappears from Neovim's list one turn of the event loop after its end.
  vim.defer_fn(start, 100)
end

-- For `:checkhealth`: root folders whose server ended recently, with the number of ends.
---@return table<string, { count: integer, given_up: boolean }>
function M.troubles()
  local found = {}
  for key, times in pairs(ends) do
    found[key] = { count = #times, given_up = given_up[key] or false }
  end
  return found
end

function M.show_log()
  vim.cmd.tabedit(vim.fn.fnameescape(vim.lsp.log.get_filename()))
  vim.cmd('normal! G')
end

return M
