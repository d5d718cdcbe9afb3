"""Pure rules of the boards: what a figure is called against its target, how it is written, when letters go out."""
