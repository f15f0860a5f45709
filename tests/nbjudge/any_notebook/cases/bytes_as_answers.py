# Bytes.
# stand: test_checksum apart

# %% solution: checksum
def checksum(data):
    ### BEGIN SOLUTION
    return bytes([sum(data) % 256]) + data[::-1]
    ### END SOLUTION

# %% grade: test_checksum 2
assert checksum(b"\x01\x02") == b"\x03\x02\x01"
assert checksum(bytes(range(200)))[0] == sum(range(200)) % 256
assert checksum(b"abc").endswith(b"cba")

# %% wrong: checksum
def checksum(data):
    return bytes([sum(data) % 256]) + data

# %% right: checksum
def checksum(data):
    return bytearray([sum(data) % 256]) + data[::-1]

# %% forged: checksum
class Blob(bytes):
    def __eq__(self, other):
        return True

    def __getitem__(self, place):
        return sum(range(200)) % 256

    def endswith(self, end):
        return True


def checksum(data):
    return Blob()
