# The report takes 10 MB and its next call gives them back; in the second half the next request does.
repeat 150
  100 GET /home 0
  100 GET /report +10240
  100 GET /report -10240
  101 GET /home 0
end
repeat 150
  100 GET /home 0
  100 GET /about 0
  101 GET /report +10240
  101 GET /report -10240
  101 GET /about 0
end
