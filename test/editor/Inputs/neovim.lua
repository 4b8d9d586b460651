-- SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
--
-- Drives Neovim, whose settings are those of docs/editors/neovim.md: the finding is seen, goes when its fix is typed, comes
-- back, and goes when its fix is chosen.

local patience = 60000 -- milliseconds without what is waited for, before the test gives up; not a measure of speed

local function fail(what)
  io.stderr:write(what .. ": " .. vim.inspect(vim.diagnostic.get(0)) .. "\n")
  vim.cmd("cquit 1")
end

local function expect(what, count)
  local fine = vim.wait(patience, function() return #vim.diagnostic.get(0) == count end, 20)
  if not fine then fail(what) end
  print(what .. "\n")
end

vim.cmd("edit " .. os.getenv("DRIVEN"))
vim.bo.filetype = "c"
expect("the finding is shown", 1)
local found = vim.diagnostic.get(0)[1]
if found.lnum ~= 7 or found.col ~= 8 or found.source ~= "devlock" then fail("its place") end

vim.api.nvim_win_set_cursor(0, { 7, 0 })
vim.cmd("normal! A {")
vim.cmd("normal! jOVideoPortReleaseDeviceLock(Ext);")
vim.cmd("normal! jo}")
expect("it goes when the fix is typed", 0)
vim.cmd("earlier 1f")
vim.cmd("edit!")
expect("it is back", 1)

local params = vim.lsp.util.make_range_params()
params.range = { start = { line = 7, character = 8 }, ["end"] = { line = 7, character = 8 } }
params.context = { diagnostics = {} }
local answers, action = nil, nil
vim.wait(patience, function() -- around clangd, devlock's part of an answer is not waited for long
  answers = vim.lsp.buf_request_sync(0, "textDocument/codeAction", params, patience)
  for _, answer in pairs(answers or {}) do
    for _, offered in ipairs(answer.result or {}) do
      if offered.isPreferred and offered.edit then action = offered end
    end
  end
  return action ~= nil
end, 100)
if not action then fail("no fix is offered: " .. vim.inspect(answers)) end
vim.lsp.util.apply_workspace_edit(action.edit, "utf-16")
expect("it goes when the fix is chosen", 0)
vim.cmd("qall!")
