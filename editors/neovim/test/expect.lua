-- Helpers for all tests. Each test is a file that run.sh starts in a separate Neovim, with the
-- plugin on the runtime path and `dockwright` on the PATH.
local M = {}

M.workspace = vim.env.DOCKWRIGHT_TEST_WORKSPACE
M.plugin = vim.env.DOCKWRIGHT_TEST_PLUGIN

-- The messages shown by `vim.notify`, in order.
M.messages = {}

function M.say(text)
  io.stdout:write(text, '\n')
  io.stdout:flush()
end

-- Waits until `get` returns something other than nil or false, and returns it; raises an error
-- after some seconds.
function M.wait_for(what, get, milliseconds)
  local value
  vim.wait(milliseconds or 10000, function()
    value = get()
    return value
  end, 20)
  if not value then
    local found = vim.tbl_map(function(it)
      return ('%d: %s'):format(it.lnum, it.message)
    end, vim.diagnostic.get(0))
    local text = 'no %s; diagnostics are %s, messages are %s, the text is %s'
    error(text:format(what, vim.inspect(found), vim.inspect(M.messages), vim.inspect(M.lines())), 0)
  end
  M.say('ok   ' .. what)
  return value
end

-- Lets the editor run for a while, to check that nothing happens.
function M.rest(milliseconds)
  vim.wait(milliseconds, function()
    return false
  end)
end

function M.equal(what, actual, expected)
  if not vim.deep_equal(actual, expected) then
    error(('%s is %s, not %s'):format(what, vim.inspect(actual), vim.inspect(expected)), 0)
  end
end

function M.lines(bufnr)
  return vim.api.nvim_buf_get_lines(bufnr or 0, 0, -1, true)
end

-- Writes a file, with its folders, in the workspace or in `root`; returns its path.
function M.write(name, lines, root)
  local path = vim.fs.joinpath(root or M.workspace, name)
  vim.fn.mkdir(vim.fs.dirname(path), 'p')
  vim.fn.writefile(lines, path)
  return path
end

function M.open(path)
  vim.cmd.edit(vim.fn.fnameescape(path))
  return vim.api.nvim_get_current_buf()
end

function M.client(bufnr)
  local client = vim.lsp.get_clients({ bufnr = bufnr or 0, name = 'dockwright' })[1]
  return client and client.initialized and client
end

function M.errors(bufnr)
  return vim.diagnostic.get(bufnr or 0, { severity = vim.diagnostic.severity.ERROR })
end

-- The rules of the findings in a buffer.
function M.codes(bufnr)
  return vim.tbl_map(function(found)
    return found.code
  end, vim.diagnostic.get(bufnr or 0))
end

-- Puts a fake `dockwright` program first on the PATH of the running test.
function M.fake_server(name, lines)
  local path = M.write(name .. '/dockwright', lines)
  vim.fn.setfperm(path, 'rwxr-xr-x')
  vim.env.PATH = vim.fs.dirname(path) .. ':' .. vim.env.PATH
  return path
end

-- The message that contains a text, or nil.
function M.message(text)
  return vim.iter(M.messages):find(function(message)
    return message:find(text, 1, true) ~= nil
  end)
end

-- Starts a second Neovim with the plugin: keys reach its insert mode, popup menu and snippets as a
-- user's would, which an editor that runs a script cannot do to itself. Returns functions that run
-- Lua in it, type keys and get its current line, and its job.
function M.second_editor()
  local editor = vim.fn.jobstart({
    vim.env.DOCKWRIGHT_TEST_NVIM,
    '--clean',
    '--embed',
    '--headless',
    '-n',
    '--cmd',
    'set runtimepath^=' .. M.plugin,
  }, { rpc = true, cwd = M.workspace })
  local function lua(code, ...)
    local value = vim.rpcrequest(editor, 'nvim_exec_lua', code, { ... })
    return value ~= vim.NIL and value or nil
  end
  local function keys(text)
    vim.rpcrequest(editor, 'nvim_input', text)
  end
  local function line()
    return vim.rpcrequest(editor, 'nvim_get_current_line')
  end
  return lua, keys, line, editor
end

-- Runs a test and ends the editor.
function M.run(main)
  vim.notify = function(text)
    M.messages[#M.messages + 1] = text
  end
  -- File names in messages would differ if the workspace were not the current folder.
  vim.api.nvim_set_current_dir(M.workspace)
  vim.schedule(function()
    local ok, problem = xpcall(main, function(problem)
      return type(problem) == 'string' and debug.traceback(problem) or vim.inspect(problem)
    end)
    if not ok then
      M.say('FAIL ' .. problem)
    end
    vim.cmd(ok and 'qall!' or 'cquit 1')
  end)
end

return M
