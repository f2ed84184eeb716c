-- `:checkhealth dockwright`.
local dockwright = require('dockwright')
local server = require('dockwright.server')
local treesitter = require('dockwright.treesitter')
local t = require('dockwright.texts').text

local M = {}

local function check_program()
  vim.health.start(t('dockwright: program'))
  local cmd = vim.lsp.config.dockwright.cmd
  if type(cmd) ~= 'table' then
    return vim.health.info(t('`cmd` is a function; what it starts is not checked'))
  end
  local path = vim.fn.exepath(cmd[1])
  if path == '' then
    return vim.health.error(t('there is no program `%s`', cmd[1]), {
      t('Run `cargo install --locked --path server` in a checkout of Dockwright.'),
      t('Or name it: %s', "vim.lsp.config('dockwright', { cmd = { '/path/to/dockwright', 'lsp' } })"),
    })
  end
  vim.health.ok(t('`%s` is %s', cmd[1], path))
  local ok, done = pcall(function()
    return vim.system({ path, '--version' }, { text = true, timeout = 3000 }):wait()
  end)
  local version = ok and done.code == 0 and vim.trim(done.stdout):match('^dockwright (%S+)$')
  if not version then
    vim.health.error(t('it prints no version for `--version`: it is a different program, or broken'))
  elseif version ~= dockwright.version then
    vim.health.warn(t('its version is %s, but the plugin is version %s', version, dockwright.version))
  else
    vim.health.ok(t('version %s', version))
  end
end

local function check_server()
  vim.health.start(t('dockwright: server'))
  if not dockwright.is_enabled() then
    vim.health.warn(t('disabled; %s enables it', "vim.lsp.enable('dockwright')"))
  end
  local clients = vim.lsp.get_clients({ name = 'dockwright' })
  for _, client in ipairs(clients) do
    local version = vim.tbl_get(client, 'server_info', 'version') or t('unknown')
    local buffers, encoding = vim.tbl_count(client.attached_buffers), client.offset_encoding
    local root = client.root_dir or t('(none)')
    vim.health.ok(t('runs: version %s, root %s, %d buffer(s), columns in %s', version, root, buffers, encoding))
  end
  if #clients == 0 then
    vim.health.info(t('does not run; it starts with the first Dockerfile'))
  end
  for root, trouble in pairs(server.troubles()) do
    local text = t('ended %d time(s) recently in %s', trouble.count, root == '' and t('(no root)') or root)
    if trouble.given_up then
      vim.health.error(text .. t(', and was not restarted'), { ':DockwrightLog', ':DockwrightRestart' })
    else
      vim.health.warn(text)
    end
  end
  local settings = vim.tbl_get(vim.lsp.config.dockwright, 'settings', 'dockwright')
  vim.health.info(t('settings: %s', settings and vim.inspect(settings) or t('(none)')))
  if vim.lsp.config.dockwright.settings and not settings then
    vim.health.warn(t('the settings are not in `dockwright`'), { 'settings = { dockwright = { … } }' })
  end
  vim.health.info(t('log: %s', vim.lsp.log.get_filename()))
end

local function check_filetype()
  vim.health.start(t('dockwright: file type'))
  for _, name in ipairs({ 'Dockerfile', 'api.Dockerfile', 'Dockerfile.dev', 'Containerfile' }) do
    local filetype = vim.filetype.match({ filename = name })
    local report = filetype == 'dockerfile' and vim.health.ok or vim.health.error
    report(('%s: %s'):format(name, filetype or t('(none)')))
  end
end

local function check_parser()
  vim.health.start(t('dockwright: tree-sitter (optional)'))
  local files = vim.api.nvim_get_runtime_file('parser/dockerfile.*', true)
  local ours = treesitter.is_ours()
  if ours == nil then
    vim.health.info(t('there is no parser `dockerfile`; :DockwrightInstallParser builds one'))
    if not treesitter.compiler() then
      vim.health.info(t('there is no C compiler to build it'))
    end
    return
  elseif not ours then
    return vim.health.warn(t('%s belongs to a different grammar; our queries are not used', files[1] or t('the parser')), {
      t(':DockwrightInstallParser builds ours, which then comes first'),
    })
  end
  vim.health.ok(t('the parser is ours: %s', files[1] or t('(loaded by name)')))
  local queries, problem = treesitter.queries()
  if problem then
    vim.health.error(t('the queries do not fit it: %s', problem), { ':DockwrightInstallParser' })
  else
    vim.health.ok(t('queries: %s', table.concat(queries, ', ')))
  end
  if vim.g.dockwright_treesitter == false then
    vim.health.info(t('highlighting is off: vim.g.dockwright_treesitter is false'))
  end
end

function M.check()
  check_program()
  check_server()
  check_filetype()
  check_parser()
end

return M
