"""A stand-in for VNeID: asks for a number of the made-up registry and a one-time code shown on a made-up telephone.

For the demo and for tests. It holds no password and cannot be connected outside the demo.
"""
