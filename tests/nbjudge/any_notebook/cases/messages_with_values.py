# Messages of asserts that show the student's value, and print it.
# stand: test_area_code apart

# %% solution: area_code
def area_code(number):
    ### BEGIN SOLUTION
    return number.split("-")[0]
    ### END SOLUTION

# %% grade: test_area_code 2
for number, want in (("030-1234", "030"), ("0711-99", "0711")):
    print(f"area_code({number!r}) -> {area_code(number)!r:>10}")
    assert area_code(number) == want, f"{number}: expected {want}, you gave {area_code(number)}"
print("Well done, {}!".format(area_code("you-")))

# %% wrong: area_code
def area_code(number):
    return number[:3]
