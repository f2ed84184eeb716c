-- Tests ways to install the plugin, each in a clean Neovim; help, health, and a parser of a
-- different grammar.
local expect = dofile(vim.env.DOCKWRIGHT_TEST_PLUGIN .. '/test/expect.lua')
local plugin, home = expect.plugin, vim.fs.dirname(expect.workspace) .. '/home'

-- Runs a script in a Neovim with its own configuration, started as a user would, and returns its
-- output.
local function neovim(name, config, script)
  local root = vim.fs.joinpath(home, name)
  expect.write('nvim/init.lua', config, root)
  local test = expect.write('script.lua', script, root)
  local environment = { XDG_CONFIG_HOME = root, XDG_DATA_HOME = root, XDG_STATE_HOME = root, XDG_CACHE_HOME = root }
  local command = { vim.env.DOCKWRIGHT_TEST_NVIM, '--headless', '-n', '-c', 'luafile ' .. test, '-c', 'qall!' }
  local done = vim.system(command, { env = environment, cwd = expect.workspace, text = true, timeout = 20000 }):wait()
  expect.equal(name .. ': exit code', done.code, 0)
  return done.stdout .. done.stderr
end

-- Opens a Dockerfile and prints its findings, its server's settings, and commands.
local probe = {
  'vim.cmd.edit("Dockerfile")',
  'vim.wait(8000, function() return #vim.diagnostic.get(0) > 0 end, 20)',
  'local client = vim.lsp.get_clients({ name = "dockwright" })[1]',
  'local found = vim.diagnostic.get(0)[1]',
  'local hints = vim.tbl_get(client, "settings", "dockwright", "inlayHints", "enabled")',
  'print(found and found.source, tostring(hints), vim.fn.exists(":DockwrightResolved"))',
}

local function installs()
  expect.write('Dockerfile', { 'FROM alpine', 'WROKDIR /app' })
  local by_hand = { ('vim.opt.runtimepath:prepend(%q)'):format(plugin) }
  expect.equal('by hand', neovim('path', by_hand, probe), 'dockwright nil 2')
  expect.say('ok   runtime path')

  local start = home .. '/package/nvim/site/pack/dockwright/start'
  vim.fn.mkdir(start, 'p')
  vim.uv.fs_symlink(plugin, start .. '/dockwright')
  expect.equal('a package', neovim('package', {}, probe), 'dockwright nil 2')
  expect.say('ok   package')

  -- Does what the lazy.nvim specification in the README does: lazy.nvim loads plugins itself, after
  -- it has removed package folders from the path, and calls `config` with the folder and `opts`.
  local page = table.concat(vim.fn.readfile(plugin .. '/README.md'), '\n')
  local spec = assert(page:match('```lua\n({\n  \'dockwright/dockwright\'.-\n})\n```'), 'no specification in the page')
  local dir = vim.fs.dirname(vim.fs.dirname(plugin))
  local lazy = vim.split('vim.go.loadplugins = false\nlocal spec = ' .. spec, '\n')
  vim.list_extend(lazy, {
    'assert(spec.lazy == false)',
    'local opts = { settings = { dockwright = { inlayHints = { enabled = false } } } }',
    ('spec.config({ dir = %q }, opts)'):format(dir),
    'vim.cmd.filetype("plugin indent on")',
  })
  expect.equal('lazy.nvim', neovim('lazy', lazy, probe), 'dockwright false 2')
  expect.say('ok   specification for lazy.nvim')
end

local function help()
  local copy = vim.fs.dirname(expect.workspace) .. '/doc'
  vim.fn.mkdir(copy .. '/doc', 'p')
  assert(vim.uv.fs_copyfile(plugin .. '/doc/dockwright.txt', copy .. '/doc/dockwright.txt'))
  vim.cmd.helptags(copy .. '/doc')
  vim.opt.runtimepath:append(copy)
  for name in pairs(vim.api.nvim_get_commands({})) do
    if name:find('^Dockwright') then
      vim.cmd.help(':' .. name)
      assert(vim.api.nvim_get_current_line():find(name, 1, true), name .. ' has no help')
    end
  end
  vim.cmd.help('dockwright-install')
  -- Each reference to a tag of this file has its tag; the others are Neovim's.
  for reference in table.concat(expect.lines(), '\n'):gmatch('|([^|%s]+)|') do
    assert(#vim.fn.getcompletion(reference, 'help') > 0, 'the help refers to ' .. reference)
  end
  vim.cmd.helpclose()
  expect.say('ok   help')
end

local function health()
  expect.open(vim.fs.joinpath(expect.workspace, 'Dockerfile'))
  expect.wait_for('client', expect.client)
  vim.cmd('checkhealth dockwright')
  local text = table.concat(expect.lines(), '\n')
  for _, part in ipairs({ 'version ' .. require('dockwright').version, 'runs: version', 'Containerfile: dockerfile' }) do
    assert(text:find(part, 1, true), text)
  end
  assert(not text:find('ERROR', 1, true) and not text:find('WARNING', 1, true), text)
  vim.cmd('bwipeout!')
  expect.say('ok   health')
end

expect.run(function()
  installs()
  help()
  health()
  expect.equal('the messages', expect.messages, {})
end)
