"""Links to other sites, looked at when somebody asks for it: politely, remembered, with archived copies for what is gone."""
