"""Value kinds: one small class each with parse, check and show. Filled by the modules beside this one."""
