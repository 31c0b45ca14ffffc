"""The sessions of a trial, before there is a contract.

| module | what |
|---|---|
| preparing | its times are found, and held in the supervisor's diary until everybody has said yes |
| agreed | they are booked; what is still to come goes where the process does not go on; the contract follows |
| trial_days | contracts is told which days it has, for its decision is counted from the last of them |
"""
