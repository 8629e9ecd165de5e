"""The places of the headquarters: what stands in each, how it looks, who looks how often."""
