# A test makes a subclass of the student's class.
# stand: test_loop beside, subclassing in a test

# %% solution: loop
class Loop:
    ### BEGIN SOLUTION
    def run(self, times):
        return [self.turn(k) for k in range(times)]
    ### END SOLUTION

# %% grade: test_loop 2
class Doubling(Loop):
    def turn(self, k):
        return 2 * k


assert Doubling().run(3) == [0, 2, 4]

# %% wrong: loop
class Loop:
    def run(self, times):
        return [self.turn(1) for k in range(times)]
