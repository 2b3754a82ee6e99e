# The report takes 10 MB while it runs; whichever request comes next gives them back. Neither leaks.
repeat 150
  100 GET /report +10240
  100 GET /home -10240
  101 GET /home 0
end
repeat 150
  100 GET /home 0
  100 GET /about 0
  101 GET /report +10240
  101 GET /about -10240
end
