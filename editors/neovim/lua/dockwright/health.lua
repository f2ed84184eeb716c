-- `:checkhealth dockwright`.
local dockwright = require('dockwright')
local server = require('dockwright.server')
local treesitter = require('dockwright.treesitter')

local M = {}

local function check_program()
  vim.health.start('dockwright: program')
  local cmd = vim.lsp.config.dockwright.cmd
  if type(cmd) ~= 'table' then
    return vim.health.info('`cmd` is a function; what it starts is not checked')
  end
  local path = vim.fn.exepath(cmd[1])
  if path == '' then
    return vim.health.error(('there is no program `%s`'):format(cmd[1]), {
      'Run `cargo install --locked --path server` in a checkout of Dockwright.',
      "Or name it: vim.lsp.config('dockwright', { cmd = { '/path/to/dockwright', 'lsp' } })",
    })
  end
  vim.health.ok(('`%s` is %s'):format(cmd[1], path))
  local ok, done = pcall(function()
    return vim.system({ path, '--version' }, { text = true, timeout = 3000 }):wait()
  end)
  local version = ok and done.code == 0 and vim.trim(done.stdout):match('^dockwright (%S+)$')
  if not version then
    vim.health.error('it does not tell a version by `--version`: another program, or a broken one')
  elseif version ~= dockwright.version then
    vim.health.warn(('its version is %s, the plugin is of %s'):format(version, dockwright.version))
  else
    vim.health.ok('version ' .. version)
  end
end

local function check_server()
  vim.health.start('dockwright: server')
  if not dockwright.is_enabled() then
    vim.health.warn("switched off; vim.lsp.enable('dockwright') switches it on")
  end
  local clients = vim.lsp.get_clients({ name = 'dockwright' })
  for _, client in ipairs(clients) do
    local version = vim.tbl_get(client, 'server_info', 'version') or 'unknown'
    local text = 'runs: version %s, root %s, %d buffer(s), columns in %s'
    local buffers = vim.tbl_count(client.attached_buffers)
    vim.health.ok(text:format(version, client.root_dir or '(none)', buffers, client.offset_encoding))
  end
  if #clients == 0 then
    vim.health.info('does not run; it starts with the first Dockerfile')
  end
  for root, trouble in pairs(server.troubles()) do
    local text = ('ended %d time(s) lately in %s'):format(trouble.count, root == '' and '(no root)' or root)
    if trouble.given_up then
      vim.health.error(text .. ' and is not started again', { ':DockwrightLog', ':DockwrightRestart' })
    else
      vim.health.warn(text)
    end
  end
  local settings = vim.tbl_get(vim.lsp.config.dockwright, 'settings', 'dockwright')
  vim.health.info('settings: ' .. (settings and vim.inspect(settings) or '(none)'))
  if vim.lsp.config.dockwright.settings and not settings then
    vim.health.warn('the settings are not in `dockwright`', { 'settings = { dockwright = { … } }' })
  end
  vim.health.info('log: ' .. vim.lsp.log.get_filename())
end

local function check_filetype()
  vim.health.start('dockwright: file type')
  for _, name in ipairs({ 'Dockerfile', 'api.Dockerfile', 'Dockerfile.dev', 'Containerfile' }) do
    local filetype = vim.filetype.match({ filename = name })
    local report = filetype == 'dockerfile' and vim.health.ok or vim.health.error
    report(('%s: %s'):format(name, filetype or '(none)'))
  end
end

local function check_parser()
  vim.health.start('dockwright: tree-sitter (optional)')
  local files = vim.api.nvim_get_runtime_file('parser/dockerfile.*', true)
  local ours = treesitter.is_ours()
  if ours == nil then
    vim.health.info('there is no parser `dockerfile`; :DockwrightInstallParser builds one')
    if not treesitter.compiler() then
      vim.health.info('there is no C compiler to build it')
    end
    return
  elseif not ours then
    return vim.health.warn(('%s is of another grammar; our queries are not used'):format(files[1] or 'the parser'), {
      ':DockwrightInstallParser builds ours, which then goes first',
    })
  end
  vim.health.ok(('the parser is ours: %s'):format(files[1] or '(loaded by name)'))
  local queries, problem = treesitter.queries()
  if problem then
    vim.health.error('the queries do not fit it: ' .. problem, { ':DockwrightInstallParser' })
  else
    vim.health.ok('queries: ' .. table.concat(queries, ', '))
  end
  if vim.g.dockwright_treesitter == false then
    vim.health.info('highlighting is off: vim.g.dockwright_treesitter is false')
  end
end

function M.check()
  check_program()
  check_server()
  check_filetype()
  check_parser()
end

return M
