# Class methods, static methods, class attributes, and instances that are counted.
# stand: test_account apart

# %% solution: account
class Account:
    opened = 0

    ### BEGIN SOLUTION
    def __init__(self, owner, balance=0):
        self.owner, self.balance = owner, balance
        Account.opened += 1

    @classmethod
    def from_text(cls, text):
        owner, balance = text.split(":")
        return cls(owner, int(balance))

    @staticmethod
    def fee(amount):
        return amount // 100
    ### END SOLUTION

# %% grade: test_account 3
assert Account.opened == 0
account = Account.from_text("ada:500")
assert (account.owner, account.balance) == ("ada", 500)
assert isinstance(account, Account)
Account("bob")
assert Account.opened == 2 and account.opened == 2
assert Account.fee(250) == 2 == account.fee(299)

# %% wrong: account
class Account:
    opened = 0

    def __init__(self, owner, balance=0):
        self.owner, self.balance = owner, balance
        self.opened += 1

    @classmethod
    def from_text(cls, text):
        return cls(*text.split(":"))

    fee = staticmethod(lambda amount: amount // 100)
