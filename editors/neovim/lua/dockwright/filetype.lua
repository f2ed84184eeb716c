-- Decides which files are Dockerfiles: only by name, with the rules of the command line.
local M = {}

-- Extensions of other kinds of files and of templates: `dockerfile.py` is Python.
local others = {
  'md', 'mdx', 'markdown', 'rst', 'adoc', 'txt', 'log', 'pdf', 'html', 'htm', 'css', 'svg', 'png', 'csv',
  'diff', 'patch', 'py', 'pyi', 'go', 'js', 'mjs', 'cjs', 'jsx', 'ts', 'tsx', 'rb', 'rs', 'java', 'kt', 'kts',
  'groovy', 'scala', 'c', 'h', 'cc', 'cpp', 'hpp', 'cs', 'fs', 'php', 'pl', 'pm', 'swift', 'lua', 'vim', 'el',
  'clj', 'ex', 'exs', 'erl', 'hs', 'ml', 'dart', 'r', 'jl', 'sql', 'sh', 'bash', 'zsh', 'fish', 'ps1', 'psm1',
  'bat', 'cmd', 'awk', 'sed', 'mk', 'cmake', 'json', 'jsonc', 'json5', 'yaml', 'yml', 'toml', 'ini', 'cfg',
  'conf', 'env', 'xml', 'properties', 'hcl', 'tf', 'lock', 'plist', 'snap', 'golden', 'dockerignore',
  'containerignore', 'orig', 'rej', 'bak', 'old', 'save', 'swp', 'swo', 'tmp', 'tar', 'gz', 'tgz', 'xz',
  'zst', 'bz2', 'zip', 'j2', 'jinja', 'jinja2', 'erb', 'tmpl', 'tpl', 'template', 'in', 'mustache', 'gotmpl',
}
local is_other = {}
for _, extension in ipairs(others) do
  is_other[extension] = true
end

local words = { '[Dd]ockerfile', '[Cc]ontainerfile' }

---@param name string the name of a file, without its folder
---@return boolean
function M.is_dockerfile(name)
  local extension = name:match('%.([^.]*)$')
  if vim.endswith(name, '~') or (extension and is_other[extension:lower()]) then
    return false
  end
  for _, word in ipairs(words) do
    if name:find('^' .. word .. '$') or name:find('^' .. word .. '[.-].') or name:find('.%.' .. word .. '$') then
      return true
    end
  end
  return false
end

-- Whether a file is the ignore file of a build context: `.dockerignore`, `NAME.dockerignore`, or
-- Podman's.
---@param path string
---@return boolean
function M.is_ignore_file(path)
  return path:find('%.dockerignore$') ~= nil or path:find('%.containerignore$') ~= nil
end

-- The file type that Neovim gives a file with this extension.
local function by_extension(path, bufnr)
  if M.is_ignore_file(path:lower()) then
    return 'gitignore'
  end
  local extension = path:match('%.([^./]+)$') or ''
  for _, spelling in ipairs({ extension, extension:lower() }) do
    local found = vim.filetype.match({ buf = bufnr, filename = 'file.' .. spelling })
    if found and found ~= 'dockerfile' then
      return found
    end
  end
  return 'text'
end

-- For `vim.filetype.add`. Neovim itself claims every `Dockerfile.*`, and gives `x.dockerfile.bak`
-- the type of `x.dockerfile`, so all such names are decided here.
function M.patterns()
  local patterns = {}
  local function decide(path, bufnr)
    return M.is_dockerfile(vim.fs.basename(path)) and 'dockerfile' or by_extension(path, bufnr)
  end
  -- Runs before Neovim's own patterns, one of which removes a trailing `~` and tries again.
  local first = { decide, { priority = 10 } }
  for _, word in ipairs(words) do
    patterns[word] = first
    patterns[word .. '[.-].*'] = first
    patterns['.*%.' .. word] = first
    patterns['.*%.' .. word .. '%.[^.]+'] = first
    patterns['.*' .. word .. '~'] = first
  end
  -- Neovim recognises only `.dockerignore` itself.
  patterns['.*%.dockerignore'] = 'gitignore'
  patterns['.*%.containerignore'] = 'gitignore'
  return patterns
end

return M
