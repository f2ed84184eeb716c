-- Draws the stages of a Dockerfile as text: a line for each, and to their left a lane from each stage down to the
-- stages that take something from it.
--
--   ┌─── 0 base  alpine:3.20
--   ├┬─▶ 1 build base        linux/arm64
--   ││   2 tools node:24     not needed
--   └┴─▶ 3       base        copy build · target
--
-- A stage that takes something from a later one, which Docker refuses, has the words and no lane.
local M = {}

-- `null` comes as `vim.NIL`.
local function value(it)
  if it == vim.NIL then
    return nil
  end
  return it
end

-- For each stage that others use: the rows of those others, in order. Rows are 1-based.
local function uses_by_row(graph, row_of)
  local uses = {}
  for _, edge in ipairs(graph.edges) do
    local from, to = row_of[value(edge.from)], row_of[value(edge.to)]
    if from and to and from < to then
      uses[from] = uses[from] or {}
      uses[from][to] = true
    end
  end
  return uses
end

-- The lane of each used stage: the leftmost columns are for those that start first, and a lane is free again
-- below its last use. Columns are 1-based.
local function lanes_of(uses, rows)
  local lanes, busy_until, count = {}, {}, 0
  for row = 1, rows do
    if uses[row] then
      local last = vim.iter(pairs(uses[row])):fold(row, function(most, to)
        return math.max(most, to)
      end)
      local column = 1
      while (busy_until[column] or 0) >= row do
        column = column + 1
      end
      busy_until[column] = last
      count = math.max(count, column)
      lanes[#lanes + 1] = { column = column, first = row, last = last, uses = uses[row] }
    end
  end
  return lanes, count
end

-- The drawing to the left of a row: `width` columns, then the arrow's head.
local function gutter(row, lanes, width)
  local cells, leftmost, is_used = {}, nil, false
  for _, lane in ipairs(lanes) do
    local is_start, is_use = lane.first == row, lane.uses[row]
    if is_start or is_use then
      leftmost = math.min(leftmost or lane.column, lane.column)
      is_used = is_used or is_use or false
    end
    if is_start then
      cells[lane.column] = '┌'
    elseif is_use then
      cells[lane.column] = lane.last == row and '└' or '├'
    elseif lane.first < row and row < lane.last then
      cells[lane.column] = '│'
    end
  end
  local text = {}
  for column = 1, width do
    local cell = cells[column]
    if leftmost and column > leftmost then
      -- A line runs over this column to the stage's name.
      local crossed = { ['│'] = '┼', ['┌'] = '┬', ['├'] = '┼', ['└'] = '┴' }
      cell = cell and crossed[cell] or '─'
    end
    text[column] = cell or ' '
  end
  return table.concat(text) .. (leftmost and '─' or ' ') .. (is_used and '▶' or leftmost and '─' or ' ')
end

local function pad(text, width)
  return text .. (' '):rep(width - vim.api.nvim_strwidth(text))
end

-- What a stage takes, but for its base: `copy base, mount golang:1.24`.
local function takes(graph, stage, names)
  local parts, seen = {}, {}
  for _, edge in ipairs(graph.edges) do
    if value(edge.to) == stage.index and edge.kind ~= 'from' then
      local part = ('%s %s'):format(edge.kind, names[value(edge.from)] or value(edge.image) or '?')
      if not seen[part] then
        seen[part] = true
        parts[#parts + 1] = part
      end
    end
  end
  return table.concat(parts, ', ')
end

-- The lines, and for each line the range of its stage's name in the document.
---@param graph table the answer of `dockwright.stageGraph`
---@return string[] lines, table[] places
function M.draw(graph)
  local row_of, names, bases, lines, places = {}, {}, {}, {}, {}
  local name_width, base_width = 0, 0
  for row, stage in ipairs(graph.stages) do
    row_of[stage.index] = row
    names[stage.index] = value(stage.name) or tostring(stage.index)
    bases[row] = value(stage.image) or names[value(stage.base)] or ''
    name_width = math.max(name_width, vim.api.nvim_strwidth(value(stage.name) or ''))
    base_width = math.max(base_width, vim.api.nvim_strwidth(bases[row]))
  end
  local index_width = #tostring(#graph.stages - 1)
  local lanes, width = lanes_of(uses_by_row(graph, row_of), #graph.stages)
  for row, stage in ipairs(graph.stages) do
    local marks = {}
    local platform, taken = value(stage.platform), takes(graph, stage, names)
    if platform then
      marks[#marks + 1] = platform
    end
    if taken ~= '' then
      marks[#marks + 1] = taken
    end
    if stage.index == value(graph.target) then
      marks[#marks + 1] = 'target'
    elseif stage.isNeeded == false then
      marks[#marks + 1] = 'not needed'
    end
    local cells = {
      gutter(row, lanes, width),
      ('%' .. index_width .. 'd'):format(stage.index),
      pad(value(stage.name) or '', name_width),
      pad(bases[row], base_width),
      table.concat(marks, ' · '),
    }
    lines[row] = (table.concat(cells, ' '):gsub('%s+$', ''))
    places[row] = value(stage.selectionRange) or value(stage.range) or false
  end
  if #lines == 0 then
    return { 'There is no stage.' }, {}
  end
  return lines, places
end

return M
