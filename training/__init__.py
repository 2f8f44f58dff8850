"""How each model that sayso ships was made, from data to card."""
