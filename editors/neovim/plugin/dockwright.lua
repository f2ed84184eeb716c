-- File types and the start of the server. Settings belong into `vim.lsp.config('dockwright', …)`.
if vim.g.loaded_dockwright then
  return
end
vim.g.loaded_dockwright = true

if vim.fn.has('nvim-0.11') == 0 then
  vim.notify('dockwright needs Neovim 0.11 or later', vim.log.levels.WARN)
  return
end

-- `dockerfile` as a pattern for any letter case.
local function any_case(word)
  return (word:gsub('%a', function(letter)
    return ('[%s%s]'):format(letter:upper(), letter)
  end))
end

-- `Dockerfile.dockerignore` is the ignore file of one Dockerfile; Neovim itself takes it for another.
local function filetype(path)
  return path:lower():find('%.dockerignore$') and 'gitignore' or 'dockerfile'
end

local patterns = {}
for _, word in ipairs({ 'dockerfile', 'containerfile' }) do
  local name = any_case(word)
  patterns[name] = filetype
  patterns[name .. '%..+'] = filetype
  patterns['.+%.' .. name] = filetype
end
vim.filetype.add({ pattern = patterns })

vim.lsp.enable('dockwright')
