"""How an app appears to the public: its title, icon and texts."""
