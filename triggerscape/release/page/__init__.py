"""The page of a release: one offline file with figures, readings and the numbers behind them."""
