from hypothesis import settings

# The first call of a method may import scipy or statsmodels, which says nothing about the method's own speed.
settings.register_profile("methods", deadline=None)
settings.load_profile("methods")
