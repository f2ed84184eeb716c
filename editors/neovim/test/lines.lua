-- Types whole lines while completion opens by itself: Enter ends each line and changes none.
-- Neovim's help recommends `noselect`; with `noinsert`, the first item has the focus, as in VS
-- Code. (Without either, Neovim inserts the first item as soon as the popup opens, whatever the
-- server offers.)
local expect = dofile(vim.env.DOCKWRIGHT_TEST_PLUGIN .. '/test/expect.lua')

local lua, _, _, editor = expect.second_editor()

local lines = {
  'FROM python:3 AS wheels',
  'FROM node:lts',
  'WORKDIR /app',
  'COPY package.json ./',
  'COPY src .',
  'COPY --chown=node . .',
  'RUN npm run build',
  'EXPOSE 80',
  'EXPOSE 61616 8161 5005',
  'ENV NODE_ENV=production PORT=3000',
  'COPY --from=wheels /out /out',
  'COPY . .',
  'STOPSIGNAL SIGINT',
  'CMD ["node", "."]',
}

expect.run(function()
  local path = expect.write('Dockerfile', {})
  expect.write('package.json', { '{}' })
  expect.write('package-lock.json', { '{}' })
  expect.write('README.md', {})
  lua('vim.cmd.edit(...)', path)
  expect.wait_for('client', function()
    return lua([[
      local client = vim.lsp.get_clients({ name = 'dockwright' })[1]
      if client and client.initialized then
        vim.lsp.completion.enable(true, client.id, 0, { autotrigger = true })
        return true
      end
    ]])
  end)
  for _, option in ipairs({ 'noselect', 'noinsert' }) do
    lua('vim.opt.completeopt = { "menuone", "popup", ... }', option)
    vim.rpcrequest(editor, 'nvim_command', '%delete _')
    vim.rpcrequest(editor, 'nvim_input', 'i')
    for _, line in ipairs(lines) do
      for character in line:gmatch('.') do
        vim.rpcrequest(editor, 'nvim_input', character)
        expect.rest(20)
      end
      -- Give a popup time to open.
      expect.rest(200)
      vim.rpcrequest(editor, 'nvim_input', '<CR>')
      expect.rest(20)
    end
    vim.rpcrequest(editor, 'nvim_input', '<C-\\><C-n>')
    local typed = vim.rpcrequest(editor, 'nvim_buf_get_lines', 0, 0, -1, true)
    for index, line in ipairs(lines) do
      expect.equal(('line %d with %s'):format(index, option), typed[index], line)
    end
    expect.say('ok   lines with ' .. option)
  end
  -- After an item that needs more text, the next list opens by itself.
  lua('vim.opt.completeopt = { "menuone", "noselect" }')
  vim.rpcrequest(editor, 'nvim_input', 'GoCOPY --fro')
  local function offers(word)
    expect.wait_for('menu with ' .. word, function()
      return lua([[
        local word = ...
        return vim.iter(vim.fn.complete_info({ 'items' }).items):any(function(item)
          return vim.startswith(item.word, word)
        end)
      ]], word)
    end)
  end
  offers('--from=')
  vim.rpcrequest(editor, 'nvim_input', '<C-n><C-y>')
  offers('wheels')
  vim.rpcrequest(editor, 'nvim_input', '<C-\\><C-n>')
  vim.rpcnotify(editor, 'nvim_command', 'qall!')
  expect.equal('the end of the editor', vim.fn.jobwait({ editor }, 5000)[1], 0)
end)
