-- The tree-sitter parser of our grammar, and its queries.
--
-- Others offer a parser under the same name, `dockerfile`, with queries that fit it and not ours. So our queries are
-- in a folder of their own, `runtime`, that comes onto the runtime path, before all others, only when the parser in
-- use is ours.
local dockwright = require('dockwright')

local M = {}

local language = 'dockerfile'
local is_told = false

-- Where `:DockwrightInstallParser` puts the parser: a folder for the runtime path.
---@return string
function M.parser_dir()
  return vim.fs.joinpath(vim.fn.stdpath('data'), 'dockwright')
end

---@return string
function M.parser_path()
  return vim.fs.joinpath(M.parser_dir(), 'parser', language .. '.so')
end

local function put_first(dir)
  if vim.opt.runtimepath:get()[1] ~= dir then
    vim.opt.runtimepath:remove(dir)
    vim.opt.runtimepath:prepend(dir)
  end
end

local function use_queries()
  put_first(vim.fs.joinpath(dockwright.root, 'runtime'))
end

-- Once at the start: the parser that was installed by our command goes before others of its name.
function M.prepare()
  if vim.g.dockwright_treesitter ~= false and vim.uv.fs_stat(M.parser_path()) then
    put_first(M.parser_dir())
    use_queries()
  end
end

-- Whether there is a parser of the name, ours or not. A file that is no parser is an error for Neovim.
local function is_there()
  local ok, found = pcall(vim.treesitter.language.add, language)
  return ok and found or false
end

-- Whether the parser that Neovim finds is ours: only our tree has stages. Nil when there is none.
---@return boolean?
function M.is_ours()
  if not is_there() then
    return nil
  end
  return (pcall(vim.treesitter.query.parse, language, '(source_file (stage))'))
end

-- Files of the highlights query in the order in which Neovim takes them; a problem when they do not fit the parser.
---@return string[] files, string? problem
function M.queries()
  local files = vim.treesitter.query.get_files(language, 'highlights')
  for _, name in ipairs({ 'highlights', 'injections', 'folds', 'indents', 'locals' }) do
    local ok, problem = pcall(vim.treesitter.query.get, language, name)
    if not ok then
      return files, tostring(problem)
    end
  end
  return files, nil
end

-- Highlights a buffer, if our parser is there; the user may say no with `vim.g.dockwright_treesitter = false`.
---@param bufnr integer
function M.start(bufnr)
  if vim.g.dockwright_treesitter == false or not M.is_ours() then
    return
  end
  use_queries()
  local _, problem = M.queries()
  if not problem then
    vim.treesitter.start(bufnr, language)
  elseif not is_told then
    is_told = true
    dockwright.say('the parser does not fit the queries. :DockwrightInstallParser builds a new one', vim.log.levels.WARN)
  end
end

-- The folder with parser.c, given the folder of the grammar or nothing.
local function sources(given)
  local grammar = given ~= '' and given or vim.fs.joinpath(dockwright.root, '..', '..', 'grammar')
  for _, dir in ipairs({ vim.fs.joinpath(grammar, 'src'), grammar }) do
    if vim.uv.fs_stat(vim.fs.joinpath(dir, 'parser.c')) then
      return vim.uv.fs_realpath(dir)
    end
  end
end

---@return string?
function M.compiler()
  for _, name in ipairs({ vim.env.CC or 'cc', 'cc', 'gcc', 'clang' }) do
    if vim.fn.executable(name) == 1 then
      return name
    end
  end
end

-- Compiles the parser, on the user's command only.
---@param grammar string the folder of the grammar's sources, or '' for those of the plugin's checkout
function M.install(grammar)
  local dir, cc, path = sources(vim.fn.expand(grammar)), M.compiler(), M.parser_path()
  if not dir then
    return dockwright.say(
      'there is no grammar beside the plugin; name the folder: :DockwrightInstallParser /path/to/dockwright/grammar',
      vim.log.levels.ERROR
    )
  elseif not cc then
    return dockwright.say('there is no C compiler (cc, gcc or clang, or the one that $CC names)', vim.log.levels.ERROR)
  end
  local is_loaded = is_there()
  vim.fn.mkdir(vim.fs.dirname(path), 'p')
  -- A parser in use must not be written to; it can be replaced.
  local fresh = path .. '.new'
  local command = { cc, '-O2', '-shared', '-fPIC', '-I', dir, '-o', fresh }
  vim.list_extend(command, { vim.fs.joinpath(dir, 'parser.c'), vim.fs.joinpath(dir, 'scanner.c') })
  dockwright.say('compiling the parser…')
  vim.system(command, { text = true }, vim.schedule_wrap(function(done)
    local ok, problem = done.code == 0, done.stderr
    if ok then
      ok, problem = vim.uv.fs_rename(fresh, path)
    end
    if not ok then
      return dockwright.say('the parser cannot be built: ' .. vim.trim(problem or ''), vim.log.levels.ERROR)
    elseif is_loaded then
      return dockwright.say(('the parser is in %s; start Neovim again to use it'):format(path))
    end
    M.prepare()
    for _, bufnr in ipairs(vim.api.nvim_list_bufs()) do
      if vim.api.nvim_buf_is_loaded(bufnr) and vim.bo[bufnr].filetype == language then
        M.start(bufnr)
      end
    end
    dockwright.say(('the parser is in %s and in use'):format(path))
  end))
end

return M
