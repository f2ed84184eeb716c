-- Tests inline completion in Neovim 0.12: enabled as in the help, shown in grey, accepted with Tab.
-- As in keys.lua, a second Neovim is tested.
local expect = dofile(vim.env.DOCKWRIGHT_TEST_PLUGIN .. '/test/expect.lua')

-- The example in the help, so that it is known to work.
local function example()
  local help = table.concat(vim.fn.readfile(expect.plugin .. '/doc/dockwright.txt'), '\n')
  local section = help:match('%*dockwright%-inline%-completion%*(.*)')
  return assert(section:match('>lua\n(.-)\n<'))
end

expect.run(function()
  if not vim.lsp.inline_completion then
    expect.say('ok   nothing to test: this Neovim has no inline completion')
    return
  end
  local lua, keys, line, editor = expect.second_editor()
  local shown = [[
    local namespace = vim.api.nvim_create_namespace('nvim.lsp.inline_completion')
    local marks = vim.api.nvim_buf_get_extmarks(0, namespace, 0, -1, { details = true })
    return marks[1] and marks[1][4].virt_text and marks[1][4].virt_text[1][1] or nil
  ]]
  lua(example())
  lua('vim.cmd.edit(...)', expect.write('Dockerfile', { 'FROM debian:12' }))
  expect.wait_for('client', function()
    return lua([[
      local client = vim.lsp.get_clients({ name = 'dockwright' })[1]
      return client and client.initialized
    ]])
  end)
  keys('oRUN apt-get upd')
  local text = expect.wait_for('suggestion', function()
    return lua(shown)
  end)
  assert(vim.startswith(text, 'ate'), text)
  keys('<Tab>')
  expect.wait_for('accepted word', function()
    return vim.startswith(line(), 'RUN apt-get update')
  end)
  keys('<C-u># apt-get upd')
  expect.rest(600)
  expect.equal('the suggestion in a comment', lua(shown), nil)
  -- If nothing is shown, Tab inserts a tab.
  keys('<Tab>x')
  expect.wait_for('tab', function()
    return line():match('\tx$')
  end)
  keys('<C-\\><C-n>')
  vim.rpcnotify(editor, 'nvim_command', 'qall!')
  expect.equal('the end of the editor', vim.fn.jobwait({ editor }, 5000)[1], 0)
end)
