"""Plugins for payment gateways, each the one place that knows the other side's format."""
